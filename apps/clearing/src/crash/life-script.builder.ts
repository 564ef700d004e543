import {
  aClaim,
  aContestation,
  aCreditNote,
  aDownPayment,
  aDownPaymentAnswer,
  anAnnouncement,
  anAnswer,
  aWaiver,
  type ClaimEvent,
  type LaterEvent,
  type SeededRandom,
} from '@reciproca/testing';
import type { ClaimsModel, ModelClaim, ModelMessage, Speaker } from './claims-model.fixture.js';
import type { StatementMessage } from './statements-model.fixture.js';

/** A message, and what the model makes of it. */
export interface ScriptedMessage {
  readonly event: ClaimEvent | LaterEvent;
  /** What it is about; the order of what is said about the same is kept. */
  readonly lane: string;
  /** Tells the model: type and codes of the answer. The same again has nothing new for it. */
  readonly hear: (model: ClaimsModel) => string;
}

/** A message about a claim, and what it says. */
export interface ScriptedClaimMessage extends ScriptedMessage {
  readonly said: ModelMessage;
}

export type ScriptedClaim = Pick<
  ModelClaim,
  'reference' | 'creditor' | 'statement' | 'introducedOn' | 'total'
> & {
  /** It was booked too long before: it is rejected. */
  readonly isLate: boolean;
};

export const institutionOf = { FR: 'FR:CNAM', DE: 'DE:AOK-BY' } as const;

/** Days of introduction on both sides of the days to pay by and of the end of disputes, one of a cut-off. */
const introductions = [
  '2023-04-12',
  '2024-02-10',
  '2024-11-30',
  '2025-06-30',
  '2026-02-15',
  '2026-06-12',
];
/** Days on which things are said, in no order. */
const days = ['2026-01-10', '2026-03-31', '2026-04-30', '2026-05-01', '2026-06-20', '2026-07-01'];

/** Claims in both directions, on two statements each. */
export function scriptedClaims(random: SeededRandom, count: number): ScriptedClaim[] {
  return Array.from({ length: count }, (_, index) => {
    const creditor = random.pick(['FR', 'DE'] as const);
    return {
      reference: `K-${index.toString()}`,
      creditor,
      statement: `${creditor}-S${random.integer(1, 2).toString()}`,
      introducedOn: random.pick(introductions),
      total: BigInt(random.integer(1, 100_000)),
      isLate: random.chance(0.08),
    };
  });
}

/** A claim comes. */
export function introduction(claim: ScriptedClaim): ScriptedMessage {
  const { reference, creditor, statement, introducedOn, total, isLate } = claim;
  const year = Number.parseInt(introducedOn.slice(0, 4), 10) - (isLate ? 3 : 1);
  const event = aClaim({
    reference,
    statement,
    creditor: institutionOf[creditor],
    debtor: debtorOf(creditor),
    person: reference,
    amount: written(total),
    introducedOn,
    time: '2026-06-21T09:00:00Z',
    recordedOn: `${year.toString()}-12-20`,
    careFrom: `${year.toString()}-11-03`,
    careTo: `${year.toString()}-11-05`,
  });
  return {
    event,
    lane: reference,
    hear: (model) => {
      if (isLate) {
        model.statements.of(statement).rejected.add(reference);
        return 'claim.rejected.v1 late';
      }
      model.introduce(claim);
      return 'claim.introduced.v1';
    },
  };
}

/** A message about one of the claims or statements; small sets of names make it meet others. */
export function scriptedMessage(
  random: SeededRandom,
  claims: readonly ScriptedClaim[],
  id: string,
): ScriptedMessage {
  const claim = random.pick(claims);
  return random.chance(0.2)
    ? aboutStatement(
        random,
        claims.filter(({ statement }) => statement === claim.statement),
        id,
      )
    : claimMessage(random, claim, id);
}

/** A message about a claim. */
export function claimMessage(
  random: SeededRandom,
  claim: ScriptedClaim,
  id: string,
): ScriptedClaimMessage {
  const day = random.pick(days);
  const shares = [1n, claim.total / 4n, claim.total / 2n, claim.total, claim.total + 1n];
  const cents = random.pick(shares.filter((amount) => amount > 0n));
  const kind = random.pick(['contest', 'contest', 'answer', 'answer', 'credit', 'waive'] as const);
  const speaker = speakerOf(random, kind === 'contest' ? 'debtor' : 'creditor');
  const wish = {
    reference: claim.reference,
    creditor: institutionOf[claim.creditor],
    speaker: institutionSpeaking(speaker, claim.creditor),
    id,
    time: `${day}T09:00:00Z`,
    amount: written(cents),
  };
  const reference = `${kind === 'answer' ? 'contest' : kind}-${random.integer(1, 4).toString()}`;
  const base = { claim: claim.reference, day, cents, speaker, reference };
  const scripted = (event: LaterEvent, said: ModelMessage): ScriptedClaimMessage => ({
    event,
    lane: claim.reference,
    said,
    hear: (model) => answered(model.say(said)),
  });
  switch (kind) {
    case 'contest':
      return scripted(aContestation({ ...wish, contestation: reference }), { ...base, kind });
    case 'answer': {
      const outcome = random.pick(['accepted', 'partly-accepted', 'maintained'] as const);
      const part = outcome === 'partly-accepted';
      const accepted = part ? { acceptedAmount: written(cents) } : {};
      return scripted(anAnswer({ ...wish, contestation: reference, outcome, ...accepted }), {
        ...base,
        kind,
        outcome,
        cents: part ? cents : 0n,
      });
    }
    case 'credit':
      return scripted(aCreditNote({ ...wish, creditNote: reference }), { ...base, kind });
    case 'waive':
      return scripted(aWaiver({ ...wish, waiver: reference }), { ...base, kind });
  }
}

function aboutStatement(
  random: SeededRandom,
  claims: readonly ScriptedClaim[],
  id: string,
): ScriptedMessage {
  const [first] = claims;
  if (first === undefined) throw new Error('a statement is spoken of that holds nothing');
  const { creditor, statement } = first;
  const kind = random.pick(['announce', 'pay', 'answer-payment', 'answer-payment'] as const);
  const speaker = speakerOf(random, kind === 'pay' ? 'debtor' : 'creditor');
  const wish = {
    reference: statement,
    creditor: institutionOf[creditor],
    speaker: institutionSpeaking(speaker, creditor),
    id,
    time: `${random.pick(days)}T09:00:00Z`,
  };
  const reference = `P-${random.integer(1, 3).toString()}`;
  const scripted = (event: LaterEvent, said: StatementMessage): ScriptedMessage => ({
    event,
    lane: statement,
    hear: (model) => answered(model.statements.say(said)),
  });
  switch (kind) {
    case 'announce': {
      const announced = claims.length + (random.chance(0.2) ? 1 : 0);
      const debtorState = creditor === 'FR' ? 'DE' : 'FR';
      const event = anAnnouncement({ ...wish, debtorState, claims: announced });
      return scripted(event, { statement, speaker, kind, claims: announced });
    }
    case 'pay': {
      const cents = BigInt(random.pick([100, 50_000, 400_000]));
      const paid = { payment: reference, amount: written(cents), paidOn: '2026-01-05' };
      const event = aDownPayment({ ...wish, ...paid });
      return scripted(event, { statement, speaker, kind, reference, cents });
    }
    case 'answer-payment': {
      const outcome = random.pick(['accepted', 'accepted', 'declined'] as const);
      const event = aDownPaymentAnswer({ ...wish, payment: reference, outcome });
      return scripted(event, { statement, speaker, kind, reference, outcome });
    }
  }
}

/** Now and then somebody speaks who may not. */
function speakerOf(random: SeededRandom, rightful: Speaker): Speaker {
  if (random.chance(0.93)) return rightful;
  return rightful === 'debtor' ? 'creditor' : random.pick(['debtor', 'third'] as const);
}

function institutionSpeaking(speaker: Speaker, creditor: 'FR' | 'DE'): string {
  return { creditor: institutionOf[creditor], debtor: debtorOf(creditor), third: 'PT:ISS' }[
    speaker
  ];
}

function debtorOf(creditor: 'FR' | 'DE'): string {
  return institutionOf[creditor === 'FR' ? 'DE' : 'FR'];
}

function answered(codes: readonly string[]): string {
  return codes.length === 0 ? 'message.recorded.v1' : ['message.refused.v1', ...codes].join(' ');
}

/** Cents as the contract writes euro. */
export function written(cents: bigint): string {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
