export { OpeningController } from './opening.controller.js';
export { Openings } from './opening.service.js';
