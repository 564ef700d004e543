export { statisticsApp } from './statistics.app.js';
