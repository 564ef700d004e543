import { setTimeout as delay } from 'node:timers/promises';
import type { LocalIssuer } from '@reciproca/runtime';
import { ProductClient } from '../product-client.js';
import type { ShownBatch } from './shown.types.js';

/** A cycle as the product shows it. */
export interface ShownCycle {
  readonly status: string;
  readonly settlementIds: readonly string[];
  readonly hash: string;
}

/** Which cycle is closed. */
export interface CycleWish {
  readonly id: string;
  readonly cutoff: string;
}

/** Closes a cycle as dispatcher and waits until it is closed. */
export async function closeCycle(
  dispatcher: ProductClient,
  { id, cutoff }: CycleWish,
  onProgress: (text: string) => void,
): Promise<ShownCycle> {
  let cycle = await dispatcher.post<ShownCycle>('/v1/cycles', { id, cutoff });
  while (cycle.status !== 'closed') {
    onProgress(`cycle ${id} is closing`);
    await delay(100);
    cycle = await dispatcher.get<ShownCycle>(`/v1/cycles/${id}`);
  }
  return cycle;
}

const officers = ['alice', 'bruno', 'chiara'];

/** As many officers as a batch needs approve what they were shown, and a treasurer releases it. */
export async function settleBatches(
  product: { readonly origin: string; readonly issuer: LocalIssuer },
  dispatcher: ProductClient,
  cycle: string,
): Promise<ShownBatch[]> {
  const { origin, issuer } = product;
  const proposed = await batchesOf(dispatcher, cycle);
  const settled: ShownBatch[] = [];
  for (const batch of proposed) {
    const path = `/v1/batches/${encodeURIComponent(batch.id)}`;
    for (const subject of officers.slice(0, batch.approvalsRequired)) {
      const officer = await ProductClient.as(origin, issuer, {
        subject: `${subject}.${batch.payer.toLowerCase()}`,
        roles: ['officer'],
        state: batch.payer,
      });
      await officer.post(`${path}/approvals`, { hash: batch.hash });
    }
    const treasurer = await ProductClient.as(origin, issuer, {
      subject: `tess.${batch.payer.toLowerCase()}`,
      roles: ['treasurer'],
      state: batch.payer,
    });
    settled.push(await treasurer.post<ShownBatch>(`${path}/release`));
  }
  return settled;
}

/** Batches show once settlement has read the whole cycle. */
async function batchesOf(dispatcher: ProductClient, cycle: string): Promise<ShownBatch[]> {
  for (;;) {
    const batches = await dispatcher.all<ShownBatch>(`/v1/batches?cycle=${cycle}`);
    if (batches.length > 0) return batches;
    await delay(100);
  }
}
