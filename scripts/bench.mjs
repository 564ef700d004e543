// `npm run bench`: the benchmark table.
import { run } from './run.mjs';

await run('apps/standalone/dist/bench.js');
