export { DailyDeadlines } from './daily-deadlines.service.js';
export { DeadlineList } from './deadline-list.service.js';
export { DeadlineRuns } from './deadline-runs.service.js';
export { DeadlinesController } from './deadlines.controller.js';
