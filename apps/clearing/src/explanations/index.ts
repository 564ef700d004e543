export { ExplanationsController } from './explanations.controller.js';
export { Explanations } from './explanations.service.js';
