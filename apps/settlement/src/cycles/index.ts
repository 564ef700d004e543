export { CyclesController } from './cycles.controller.js';
export { CyclesService } from './cycles.service.js';
