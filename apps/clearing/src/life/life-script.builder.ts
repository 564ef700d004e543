import {
  aClaim,
  aContestation,
  aCreditNote,
  anAnswer,
  aWaiver,
  type ClaimEvent,
  type LaterEvent,
  type SeededRandom,
} from '@reciproca/testing';
import type { ModelClaim, ModelMessage } from './claims-model.fixture.js';

/** A message, and what the model is told of it; the same message again has nothing new for it. */
export interface ScriptedMessage {
  readonly event: LaterEvent;
  readonly said: ModelMessage;
}

export type ScriptedClaim = Pick<ModelClaim, 'reference' | 'creditor' | 'introducedOn' | 'total'>;

export const institutionOf = { FR: 'FR:CNAM', DE: 'DE:AOK-BY' } as const;

/** Days of introduction on both sides of the days to pay by and of the end of disputes. */
const introductions = ['2023-04-12', '2024-02-10', '2024-11-30', '2025-06-30', '2026-02-15'];
/** Days on which things are said, in no order. */
const days = ['2026-01-10', '2026-03-31', '2026-04-30', '2026-05-01', '2026-06-20', '2026-07-01'];

/** Claims in both directions. */
export function scriptedClaims(random: SeededRandom, count: number): ScriptedClaim[] {
  return Array.from({ length: count }, (_, index) => ({
    reference: `K-${index.toString()}`,
    creditor: random.pick(['FR', 'DE'] as const),
    introducedOn: random.pick(introductions),
    total: BigInt(random.integer(1, 100_000)),
  }));
}

export function eventOf({ reference, creditor, introducedOn, total }: ScriptedClaim): ClaimEvent {
  const year = Number.parseInt(introducedOn.slice(0, 4), 10) - 1;
  return aClaim({
    reference,
    creditor: institutionOf[creditor],
    debtor: institutionOf[creditor === 'FR' ? 'DE' : 'FR'],
    person: reference,
    amount: written(total),
    introducedOn,
    time: '2026-03-02T09:00:00Z',
    recordedOn: `${year.toString()}-12-20`,
    careFrom: `${year.toString()}-11-03`,
    careTo: `${year.toString()}-11-05`,
  });
}

/** A message about one of the claims; small sets of names and amounts make it meet others. */
export function scriptedMessage(
  random: SeededRandom,
  claims: readonly ScriptedClaim[],
  id: string,
): ScriptedMessage {
  const claim = random.pick(claims);
  const day = random.pick(days);
  const shares = [1n, claim.total / 4n, claim.total / 2n, claim.total, claim.total + 1n];
  const cents = random.pick(shares.filter((amount) => amount > 0n));
  const base = { claim: claim.reference, day, cents };
  const debtor = institutionOf[claim.creditor === 'FR' ? 'DE' : 'FR'];
  const wish = {
    reference: claim.reference,
    creditor: institutionOf[claim.creditor],
    id,
    time: `${day}T09:00:00Z`,
    amount: written(cents),
  };
  const name = (letter: string): string => `${letter}-${random.integer(1, 4).toString()}`;
  switch (random.pick(['contest', 'contest', 'answer', 'answer', 'credit', 'waive'] as const)) {
    case 'contest': {
      const reference = name('C');
      return {
        event: aContestation({ ...wish, speaker: debtor, contestation: reference }),
        said: { ...base, kind: 'contest', reference },
      };
    }
    case 'answer': {
      const reference = name('C');
      const outcome = random.pick(['accepted', 'partly-accepted', 'maintained'] as const);
      const part = outcome === 'partly-accepted';
      return {
        event: anAnswer({
          ...wish,
          contestation: reference,
          outcome,
          ...(part ? { acceptedAmount: written(cents) } : {}),
        }),
        said: { ...base, kind: 'answer', reference, outcome, cents: part ? cents : 0n },
      };
    }
    case 'credit': {
      const reference = name('N');
      return {
        event: aCreditNote({ ...wish, creditNote: reference }),
        said: { ...base, kind: 'credit', reference },
      };
    }
    case 'waive': {
      const reference = name('W');
      return {
        event: aWaiver({ ...wish, waiver: reference }),
        said: { ...base, kind: 'waive', reference },
      };
    }
  }
}

/** Cents as the contract writes euro. */
export function written(cents: bigint): string {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
