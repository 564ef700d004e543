export { MirrorController } from './mirror.controller.js';
export { MirrorChecks } from './mirror.service.js';
