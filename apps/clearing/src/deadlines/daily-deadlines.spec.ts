import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { DailyDeadlines } from './daily-deadlines.service.js';

const silent = (): void => undefined;
const log = { debug: silent, info: silent, warn: silent, error: silent };

/** A day's run over a table of days that it shares with others. */
function daily(days: Set<string>, run: (until: string) => Promise<void>): DailyDeadlines {
  return new DailyDeadlines({
    database: {
      query: (sql: string, parameters?: readonly unknown[]) => {
        const day = String(parameters?.[0]);
        if (sql.includes('insert')) days.add(day);
        return Promise.resolve((days.has(day) ? [{}] : []) as never[]);
      },
    },
    runs: {
      run: async (until) => {
        await run(until);
        return { until, approaching: 0, passed: 0 };
      },
    },
    clock: () => new Date('2026-07-10T00:00:01Z'),
    log,
  });
}

describe('the daily run', () => {
  it('says a day once, whoever did it first', async () => {
    const said: string[] = [];
    const days = new Set<string>();
    for (const _ of ['first start', 'later start']) {
      const one = daily(days, (until) => {
        said.push(until);
        return Promise.resolve();
      });
      one.start();
      await delay(10);
      await one.stop();
    }
    expect(said).toEqual(['2026-07-10']);
  });

  it('does not take a day for done on which it failed', async () => {
    const days = new Set<string>();
    const one = daily(days, () => Promise.reject(new Error('no database')));
    one.start();
    await delay(10);
    await one.stop();
    expect(days.size).toBe(0);
  });
});
