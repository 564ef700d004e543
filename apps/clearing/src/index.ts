export { clearingApp, type ClearingSections } from './clearing.app.js';
