// `npm start`: everything on this machine.
import { run } from './run.mjs';

await run('apps/standalone/dist/main.js');
