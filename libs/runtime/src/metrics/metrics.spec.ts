import { describe, expect, it } from '@jest/globals';

import { Metrics } from './metrics.js';

describe('Metrics', () => {
  it('shows the figures of an app under its name', async () => {
    const metrics = new Metrics('clearing');
    const count = metrics.counter({ name: 'things_total', help: 'Things' });
    const note = metrics.histogram({ name: 'work_seconds', help: 'Work' }, [0.1, 1]);
    count();
    count(3);
    note(0.5);
    note(2);
    const text = await metrics.registry.metrics();
    for (const line of [
      'things_total{app="clearing"} 4',
      'work_seconds_bucket{le="0.1",app="clearing"} 0',
      'work_seconds_bucket{le="1",app="clearing"} 1',
      'work_seconds_bucket{le="+Inf",app="clearing"} 2',
      'work_seconds_sum{app="clearing"} 2.5',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
  });
});
