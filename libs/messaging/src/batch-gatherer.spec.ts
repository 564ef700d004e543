import { describe, expect, it } from '@jest/globals';
import { BatchGatherer, type Piece, type Pieces } from './batch-gatherer.js';
import { messagingLimits } from './limits.js';

/** The gatherer looks at how many messages there are and whose they are, no further. */
function piece(partition: number, messages = 1): Piece {
  const message = { key: null, value: null, partition, offset: '0', headers: {}, rawHeaders: {} };
  return {
    payload: {} as Piece['payload'],
    messages: Array.from({ length: messages }, () => message),
    position: { partition, nextOffset: 1n },
  };
}

const partitionsOf = (pieces: Pieces): number[] => pieces.map(({ position }) => position.partition);

/** A gatherer whose units end when the spec says so. */
function observed() {
  const units: { partitions: number[]; end: (done: boolean) => void; fail: (e: Error) => void }[] =
    [];
  const gatherer = new BatchGatherer(
    (pieces) =>
      new Promise((end, fail) => {
        units.push({ partitions: partitionsOf(pieces), end, fail });
      }),
  );
  return { gatherer, units, begun: () => units.map(({ partitions }) => partitions) };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the gatherer', () => {
  it('makes one unit of what several partitions have in hand', async () => {
    const { gatherer, units, begun } = observed();
    const taken = [0, 1, 2].map((partition) => gatherer.take(piece(partition)));
    await turn();
    expect(begun()).toEqual([[0, 1, 2]]);
    units[0]?.end(true);
    expect(await Promise.all(taken)).toEqual([true, true, true]);
  });

  it('keeps a unit within the limit, unless one piece alone passes it', async () => {
    const { gatherer, begun } = observed();
    const sizes = [0.5, 0.5, 0.1, 2];
    for (const [partition, share] of sizes.entries()) {
      void gatherer.take(piece(partition, messagingLimits.batchMessages * share));
    }
    await turn();
    expect(begun()).toEqual([[0, 1], [2], [3]]);
  });

  it('works on so many units at once and no more, and gathers what comes meanwhile', async () => {
    const { gatherer, units, begun } = observed();
    const full = messagingLimits.batchMessages;
    for (let partition = 0; partition < messagingLimits.concurrentUnits; partition += 1) {
      void gatherer.take(piece(partition, full));
    }
    await turn();
    void gatherer.take(piece(10));
    await turn();
    void gatherer.take(piece(11));
    await turn();
    expect(begun()).toHaveLength(messagingLimits.concurrentUnits);
    units[0]?.end(true);
    await turn();
    expect(begun().at(-1)).toEqual([10, 11]);
  });

  it('tells every partition of a unit what became of it', async () => {
    const { gatherer, units } = observed();
    const letGo = [gatherer.take(piece(0)), gatherer.take(piece(1))];
    await turn();
    units[0]?.end(false);
    expect(await Promise.all(letGo)).toEqual([false, false]);
    const failed = Promise.allSettled([gatherer.take(piece(0)), gatherer.take(piece(1))]);
    await turn();
    units[1]?.fail(new Error('the partition was taken away'));
    expect((await failed).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
