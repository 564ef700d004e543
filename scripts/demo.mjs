// `npm run demo`: the main job on the bundled case.
import { run } from './run.mjs';

await run('apps/standalone/dist/demo.js');
