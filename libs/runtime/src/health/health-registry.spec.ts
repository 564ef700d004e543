import { describe, expect, it } from '@jest/globals';

import { HealthRegistry } from './health-registry.js';

describe('HealthRegistry', () => {
  it('is ready when nothing is registered and when every check resolves', async () => {
    const health = new HealthRegistry();
    expect(await health.ready()).toEqual({ status: 'ready', checks: [] });

    health.register('database', () => Promise.resolve('12 connections'));
    health.register('broker', () => Promise.resolve());
    expect(await health.ready()).toEqual({
      status: 'ready',
      checks: [
        { name: 'database', ready: true, detail: '12 connections' },
        { name: 'broker', ready: true },
      ],
    });
  });

  it('waits as long as one check fails, says why, and keeps passwords to itself', async () => {
    const health = new HealthRegistry();
    health.register('broker', () => Promise.resolve());
    health.register('database', () => Promise.reject(new Error('no postgres://a:word@db/x')));

    const { status, checks } = await health.ready();
    expect(status).toBe('waiting');
    expect(checks[1]).toEqual({
      name: 'database',
      ready: false,
      detail: 'no postgres://a:[redacted]@db/x',
    });
  });

  it('counts a check that throws or never answers as failed', async () => {
    const health = new HealthRegistry();
    health.register('thrower', () => {
      throw new Error('at once');
    });
    const aborted: boolean[] = [];
    const hang = (signal: AbortSignal): Promise<void> => {
      signal.addEventListener('abort', () => aborted.push(signal.aborted));
      return new Promise(() => undefined);
    };
    health.register('hanger', hang, { timeoutMs: 20 });

    expect((await health.ready()).checks).toEqual([
      { name: 'thrower', ready: false, detail: 'at once' },
      { name: 'hanger', ready: false, detail: 'no answer within 20 ms' },
    ]);
    expect(aborted).toEqual([true]);
  });

  it('asks once for callers at the same moment, and again for the next', async () => {
    const health = new HealthRegistry();
    let asked = 0;
    health.register('counted', () => Promise.resolve(String((asked += 1))));
    await Promise.all([health.ready(), health.ready(), health.ready()]);
    expect(asked).toBe(1);
    await health.ready();
    expect(asked).toBe(2);
  });

  it('waits for what is noted as waited for until it arrived', async () => {
    const health = new HealthRegistry();
    health.waitsFor('broker', 'attempt 3 failed');
    expect(await health.ready()).toEqual({
      status: 'waiting',
      checks: [{ name: 'broker', ready: false, detail: 'attempt 3 failed' }],
    });
    health.arrived('broker');
    expect((await health.ready()).status).toBe('ready');
  });

  it('takes no work once it stops', async () => {
    const health = new HealthRegistry();
    health.stopping();
    expect(await health.ready()).toMatchObject({ status: 'waiting' });
    expect(health.isStopping).toBe(true);
  });

  it('refuses a name twice and forgets a check that was taken out', async () => {
    const health = new HealthRegistry();
    const remove = health.register('database', () => Promise.reject(new Error('away')));
    expect(() => health.register('database', () => Promise.resolve())).toThrow('already');
    remove();
    expect((await health.ready()).status).toBe('ready');
  });
});
