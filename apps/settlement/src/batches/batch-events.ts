import { eventSchemas, type EventData } from '@reciproca/contracts';
import type { Batch } from './batch.js';
import type { AcceptedStep, BatchStep, ReversedStep, SettledStep } from './batch-step.types.js';

/** The types that a step of a batch can give. */
type StepEventType =
  | 'batch.approved.v1'
  | 'settlement.accepted.v1'
  | 'batch.rejected.v1'
  | 'batch.released.v1'
  | 'settlement.settled.v1'
  | 'settlement.reversed.v1';

/** What a step says to the others, before it gets its envelope. */
export type StepEvent = {
  [Type in StepEventType]: { readonly type: Type; readonly data: EventData<Type> };
}[StepEventType];

/**
 * The event of a step.
 * @param step a step of `batch`
 * @param sequence the number of the step in the batch, from 1
 * @throws ZodError when the data do not fit their schema: nobody could read the event
 */
export function eventOf(batch: Batch, step: BatchStep, sequence: number): StepEvent {
  const event = unchecked(batch, step, sequence);
  eventSchemas[event.type].parse(event.data);
  return event;
}

function unchecked(batch: Batch, step: BatchStep, sequence: number): StepEvent {
  switch (step.kind) {
    case 'approved': {
      const { approvals, of } = step;
      return {
        type: 'batch.approved.v1',
        data: { ...decisionData(batch, step, sequence), approvals, of },
      };
    }
    case 'accepted': {
      const { settlement, by, at } = step;
      return { type: 'settlement.accepted.v1', data: { sequence, settlement, by, at } };
    }
    case 'rejected':
      return {
        type: 'batch.rejected.v1',
        data: { ...decisionData(batch, step, sequence), reason: step.reason },
      };
    case 'released':
      return { type: 'batch.released.v1', data: decisionData(batch, step, sequence) };
    case 'settled':
      return { type: 'settlement.settled.v1', data: settledData(batch, step, sequence) };
    case 'reversed': {
      const { settlement, amount, on, reason } = step;
      const data = { sequence, settlement, batch: batch.id, amount: amount.toString(), on, reason };
      return { type: 'settlement.reversed.v1', data };
    }
  }
}

function decisionData(
  batch: Batch,
  { hash, settlements, by, at }: Exclude<BatchStep, AcceptedStep | SettledStep | ReversedStep>,
  sequence: number,
): EventData<'batch.released.v1'> {
  return { sequence, batch: batch.id, hash, settlements: [...settlements], by, at };
}

function settledData(
  batch: Batch,
  { settlement, amount, on, received }: SettledStep,
  sequence: number,
): EventData<'settlement.settled.v1'> {
  const net = batch.settlements.find(({ id }) => id === settlement)?.net;
  if (net === undefined) throw new Error(`${settlement} is not a settlement of ${batch.id}`);
  return {
    sequence,
    settlement,
    batch: batch.id,
    net: net.toString(),
    amount: amount.toString(),
    settledOn: on,
    received: received.map(({ amount: part, ...where }) => ({
      amount: part.toString(),
      ...where,
    })),
  };
}
