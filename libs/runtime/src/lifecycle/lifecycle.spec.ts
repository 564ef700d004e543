import { describe, expect, it } from '@jest/globals';

import { HealthRegistry } from '../health/health-registry.js';
import { createLogger } from '../logging/logger.js';
import { backoffMs, retryForever } from './backoff.js';
import { Components, type Component } from './components.js';

const backoff = { firstMs: 1, maxMs: 2 };

function captured(): { logger: ReturnType<typeof createLogger>; lines: string[] } {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  return { logger: createLogger({ name: 'test', level: 'info', destination }), lines };
}

describe('backoffMs', () => {
  it.each([
    [1, 0, 125],
    [1, 0.5, 188],
    [2, 0, 250],
    [3, 0, 500],
    [7, 0, 5_000],
    [500, 0, 5_000],
    [500, 0.999_999, 10_000],
  ])('after attempt %s with random %s waits %s ms', (attempt, random, expected) => {
    expect(backoffMs(attempt, random, { firstMs: 250, maxMs: 10_000 })).toBe(expected);
  });
});

describe('retryForever', () => {
  it('goes on until it succeeds, says what it waits for, and is ready then', async () => {
    const { logger, lines } = captured();
    const health = new HealthRegistry();
    const seen: string[] = [];
    let attempts = 0;
    const attempt = async (): Promise<string> => {
      attempts += 1;
      seen.push((await health.ready()).status);
      if (attempts < 4) {
        throw new Error('connect ECONNREFUSED postgres://a:word@db/x');
      }
      return 'connected';
    };
    const signal = new AbortController().signal;

    const result = await retryForever(attempt, {
      name: 'database',
      logger,
      health,
      signal,
      backoff,
    });
    expect(result).toBe('connected');
    expect(seen).toEqual(['ready', 'waiting', 'waiting', 'waiting']);
    expect((await health.ready()).status).toBe('ready');
    expect(lines.filter((line) => line.includes('"waiting for database"'))).toHaveLength(3);
    expect(lines.at(-1)).toContain('database is there');
    expect(lines.join('')).not.toContain('word');
  });

  it('ends with the reason of the signal, also in the middle of a wait', async () => {
    const { logger } = captured();
    const stop = new AbortController();
    const waiting = retryForever(() => Promise.reject(new Error('away')), {
      name: 'broker',
      logger,
      signal: stop.signal,
      backoff: { firstMs: 60_000, maxMs: 60_000 },
    });
    setTimeout(() => {
      stop.abort();
    }, 10);
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('throws at once what waiting cannot mend', async () => {
    const { logger, lines } = captured();
    const broken = retryForever(() => Promise.reject(new Error('password wrong')), {
      name: 'database',
      logger,
      signal: new AbortController().signal,
      backoff,
      isTransient: () => false,
    });
    await expect(broken).rejects.toThrow('password wrong');
    expect(lines).toEqual([]);
  });
});

describe('Components', () => {
  function component(name: string, log: string[], failures = 0): Component {
    let left = failures;
    return {
      name,
      start: () => {
        left -= 1;
        log.push(left >= 0 ? `${name} fails` : `start ${name}`);
        return left >= 0 ? Promise.reject(new Error('away')) : Promise.resolve();
      },
      stop: () => {
        log.push(`stop ${name}`);
        return Promise.resolve();
      },
    };
  }

  it('starts in order, waiting for each, and stops in the reverse order', async () => {
    const log: string[] = [];
    const { logger } = captured();
    const health = new HealthRegistry();
    const components = new Components(
      [component('pool', log, 1), component('consumer', log), component('relay', log)],
      { logger, health, backoff },
    );
    expect((await health.ready()).checks.map(({ name }) => name)).toEqual([
      'pool',
      'consumer',
      'relay',
    ]);
    await components.start();
    expect((await health.ready()).status).toBe('ready');
    await components.stop();
    expect(log).toEqual([
      'pool fails',
      'start pool',
      'start consumer',
      'start relay',
      'stop relay',
      'stop consumer',
      'stop pool',
    ]);
  });

  it('stops only what was started when it is stopped while waiting', async () => {
    const log: string[] = [];
    const { logger } = captured();
    const components = new Components(
      [component('pool', log), component('consumer', log, 1_000_000), component('relay', log)],
      { logger, health: new HealthRegistry(), backoff: { firstMs: 60_000, maxMs: 60_000 } },
    );
    const started = components.start();
    setTimeout(() => void components.stop(), 10);
    await started;
    await components.stop();
    expect(log).toEqual(['start pool', 'consumer fails', 'stop pool']);
  });

  it('stops the others when one cannot stop, and says so', async () => {
    const log: string[] = [];
    const { logger } = captured();
    const broken = { ...component('relay', log), stop: () => Promise.reject(new Error('stuck')) };
    const components = new Components([component('pool', log), broken], {
      logger,
      health: new HealthRegistry(),
    });
    await components.start();
    await expect(components.stop()).rejects.toThrow('not every part could be stopped');
    expect(log.at(-1)).toBe('stop pool');
  });
});
