import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';

import { background, BackgroundWork } from './background-work.js';

const aDay = 86_400_000;

/** Work that ends as soon as it has done everything of a list, and what it told. */
function workOf(passes: readonly ((signal: AbortSignal) => Promise<number>)[]) {
  const told: unknown[] = [];
  const done: number[] = [];
  let end: (value: undefined) => void = () => undefined;
  const all = new Promise<undefined>((resolve) => {
    end = resolve;
  });
  const work = new BackgroundWork({
    pass: async (signal) => {
      const index = done.push(done.length) - 1;
      if (index >= passes.length - 1) end(undefined);
      return (await passes[index]?.(signal)) ?? aDay;
    },
    afterErrorMs: 1,
    log: { warn: (...line: readonly unknown[]) => void told.push(line) },
    failed: 'counting failed; it is done again',
  });
  return { work, told, done, all };
}

describe('background work', () => {
  it('begins at once and pauses as long as each pass says', async () => {
    const { work, done, all, told } = workOf([1, 1, aDay].map((ms) => () => Promise.resolve(ms)));
    work.start();
    await all;
    await sleep(5);
    await work.stop();
    expect([done, told]).toEqual([[0, 1, 2], []]);
  });

  it('is started once', async () => {
    const { work, done } = workOf([() => Promise.resolve(aDay)]);
    work.start();
    work.start();
    await work.stop();
    expect(done).toEqual([0]);
  });

  it('tells what fails, and goes on', async () => {
    const { work, told, all } = workOf([
      () => Promise.reject(new Error('no database')),
      () => Promise.resolve(aDay),
    ]);
    work.start();
    await all;
    await work.stop();
    expect(told).toEqual([[{ error: 'no database' }, 'counting failed; it is done again']]);
  });

  it('waits at its stop for the pass under way, and begins no other', async () => {
    let isDone = false;
    const { work, done } = workOf([
      async () => {
        await sleep(5);
        isDone = true;
        return 0;
      },
    ]);
    work.start();
    await work.stop();
    expect([isDone, done]).toEqual([true, [0]]);
  });

  it('lets a long pass end early, and takes that for no failure', async () => {
    const { work, told } = workOf([
      async (signal) => {
        await sleep(5);
        signal.throwIfAborted();
        throw new Error('not stopped');
      },
    ]);
    work.start();
    await work.stop();
    expect(told).toEqual([]);
  });

  it('tells a failure that only meets its stop', async () => {
    const { work, told } = workOf([
      async () => {
        await sleep(5);
        throw new Error('no database');
      },
    ]);
    work.start();
    await work.stop();
    expect(told).toHaveLength(1);
  });
});

describe('the component of a part', () => {
  it('is started with it, and stopped when it is', async () => {
    const seen: string[] = [];
    const component = background('closing', {
      start: () => void seen.push('start'),
      stop: () => Promise.resolve(seen.push('stop')).then(() => undefined),
    });
    expect(component.name).toBe('closing');
    await component.start(new AbortController().signal);
    await component.stop();
    expect(seen).toEqual(['start', 'stop']);
  });
});
