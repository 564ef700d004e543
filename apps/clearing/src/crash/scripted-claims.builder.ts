import { aClaim, manyClaims, SeededRandom, type ClaimEvent } from '@reciproca/testing';
import type { Sending } from './clearing-world.fixture.js';

/** The last day that the cycle of a seed takes. */
export const cutoff = '2026-03-31';

const ids = [
  ...['FR:CNAM', 'FR:MSA', 'DE:AOK-BY', 'DE:TK', 'PT:SNS', 'AT:OEGK', 'ES:INSS', 'IT:INPS'],
  ...['CZ:VZP', 'BE:INAMI', 'NL:CAK', 'LU:CNS'],
];
export const institutions = ids.map((id) => ({ id, name: id, from: '1960-01-01' }));

interface Arrangement {
  readonly id: string;
  readonly states: readonly string[];
  readonly offsetting: boolean;
  readonly eligibility?: string;
  readonly calendar?: readonly string[];
  readonly approvals?: {
    readonly officers: number;
    readonly threshold: string;
    readonly officersAbove: number;
  };
}

/** One of each kind: offsetting, gross, only what is due, of a calendar without this cut-off, two currencies. */
export const arrangements: readonly Arrangement[] = [
  { id: 'DE-FR', states: ['DE', 'FR'], offsetting: true },
  { id: 'FR-PT', states: ['FR', 'PT'], offsetting: false },
  { id: 'AT-DE', states: ['AT', 'DE'], offsetting: true, eligibility: 'due' },
  { id: 'ES-IT', states: ['ES', 'IT'], offsetting: true, calendar: ['2026-06-30'] },
  {
    id: 'CZ-FR',
    states: ['CZ', 'FR'],
    offsetting: true,
    approvals: { officers: 2, threshold: '1000.00', officersAbove: 3 },
  },
].map((record) => ({ ...record, instruments: ['EU-987-2009'], from: '2010-05-01' }));

const pairs = [
  ['FR:CNAM', 'DE:AOK-BY'],
  ['FR:MSA', 'DE:TK'],
  ['DE:AOK-BY', 'FR:CNAM'],
  ['DE:TK', 'FR:MSA'],
  ['PT:SNS', 'FR:CNAM'],
  ['FR:CNAM', 'PT:SNS'],
  ['AT:OEGK', 'DE:TK'],
  ['DE:TK', 'AT:OEGK'],
  ['ES:INSS', 'IT:INPS'],
  ['FR:CNAM', 'CZ:VZP'],
  ['BE:INAMI', 'NL:CAK'],
] as const;
const directions = pairs.map(([creditor, debtor]) => ({ creditor, debtor }));

/** The messages about one claim, in the order in which its sender sends them. */
export interface Script {
  readonly messages: readonly ClaimEvent[];
  /** The answers to each, by `source id`; two where one id was used twice. */
  readonly answers: readonly (readonly [string, string])[];
  /** What is booked; null where nothing is. */
  readonly booked: ClaimEvent | null;
  /** True where the sender does not wait and its messages may lie in any partitions. */
  readonly scattered: boolean;
}

/** What a seed says: its claims, and some about which two say different things at once. */
export interface Scripts {
  readonly ordered: readonly Script[];
  /** Whichever of the two comes first is booked, the other is rejected. */
  readonly races: readonly (readonly [ClaimEvent, ClaimEvent])[];
  /** References of claims that look like the same bill, in twos. */
  readonly twins: readonly (readonly [string, string])[];
}

const introduced = 'claim.introduced.v1';
const taken = 'claim.rejected.v1 same-reference-other-content';

function key({ source, id }: ClaimEvent): string {
  return `${source} ${id}`;
}

function withData(event: ClaimEvent, data: Partial<ClaimEvent['data']>, id = event.id): ClaimEvent {
  return { ...event, id, data: { ...event.data, ...data } };
}

/** One way in which a claim may come in; the number is how many of a hundred do. */
type Kind = readonly [number, (event: ClaimEvent, random: SeededRandom) => Script];

function script(
  messages: readonly ClaimEvent[],
  answers: Script['answers'],
  rest: { readonly booked: ClaimEvent | null; readonly scattered?: boolean },
): Script {
  return { messages, answers, booked: rest.booked, scattered: rest.scattered ?? false };
}

const kinds: readonly Kind[] = [
  [6, duplicate],
  [5, sameUnderNewId],
  [4, otherUnderNewId],
  [3, correctedAfterRejection],
  [3, late],
  [2, strangerFirst],
  [2, sameIdOtherContent],
  [75, (event) => script([event], [[key(event), introduced]], { booked: event })],
];

function duplicate(event: ClaimEvent, random: SeededRandom): Script {
  const scattered = random.chance(0.4);
  const times = random.integer(2, 3);
  const messages = Array.from({ length: times }, () => event);
  return script(messages, [[key(event), introduced]], { booked: event, scattered });
}

function sameUnderNewId(event: ClaimEvent, random: SeededRandom): Script {
  const again = withData(event, {}, `${event.id}-again`);
  return script(
    [event, again],
    [
      [key(event), introduced],
      [key(again), introduced],
    ],
    { booked: event, scattered: random.chance(0.4) },
  );
}

function otherUnderNewId(event: ClaimEvent): Script {
  const other = withData(event, { recordedOn: '2025-09-01' }, `${event.id}-other`);
  return script(
    [event, other],
    [
      [key(event), introduced],
      [key(other), taken],
    ],
    { booked: event },
  );
}

function correctedAfterRejection(event: ClaimEvent): Script {
  const wrong = withData(event, { benefits: [{ kind: 'other', amount: '0.01' }] }, `${event.id}-0`);
  return script(
    [wrong, event],
    [
      [key(wrong), 'claim.rejected.v1 total-mismatch'],
      [key(event), introduced],
    ],
    { booked: event },
  );
}

function late(event: ClaimEvent): Script {
  const old = {
    recordedOn: '2022-03-15',
    care: { type: 'unplanned', from: '2022-01-03', to: '2022-01-03' },
  };
  return script([withData(event, old)], [[key(event), 'claim.rejected.v1 late']], { booked: null });
}

function strangerFirst(event: ClaimEvent): Script {
  const stranger = { ...event, source: 'urn:institution:LU:CNS' };
  return script(
    [stranger, event],
    [
      [key(stranger), 'message.refused.v1 not-your-claim'],
      [key(event), introduced],
    ],
    { booked: event },
  );
}

function sameIdOtherContent(event: ClaimEvent): Script {
  const other = withData(event, { recordedOn: '2025-09-01' });
  return script(
    [event, other, event],
    [
      [key(event), introduced],
      [key(event), 'message.refused.v1 same-id-other-content'],
    ],
    { booked: event },
  );
}

function scriptOf(event: ClaimEvent, random: SeededRandom): Script {
  let place = random.integer(1, 100);
  for (const [share, kind] of kinds) {
    place -= share;
    if (place <= 0) return kind(event, random);
  }
  throw new Error('the shares do not make a hundred');
}

/** Some claims are introduced on the very cut-off day, some on the day after. */
function atTheEdge(event: ClaimEvent, index: number): ClaimEvent {
  if (index % 40 === 0) return withData(event, { introducedOn: cutoff });
  return index % 40 === 1 ? withData(event, { introducedOn: '2026-04-01' }) : event;
}

/** Claims that were introduced long enough ago to be due, or not quite. */
function dated(event: ClaimEvent, random: SeededRandom): ClaimEvent {
  if (!/AT:/.test(event.data.creditor.institution + event.data.debtor.institution)) return event;
  const month = random.integer(3, 12).toString().padStart(2, '0');
  return withData(event, {
    recordedOn: '2023-07-15',
    introducedOn: `2024-${month}-${random.integer(10, 28).toString()}`,
    care: { type: 'unplanned', from: '2023-05-03', to: '2023-05-04' },
  });
}

/** The messages of a seed, the same whenever they are made: about `count` claims. */
export function scriptsOf(seed: number, count: number): Scripts {
  const random = new SeededRandom(seed);
  const czech = { creditor: 'CZ:VZP', debtor: 'FR:CNAM' };
  const claims = [
    ...manyClaims({ seed, count: Math.round(count * 0.95), directions }),
    ...manyClaims({
      seed,
      count: Math.round(count * 0.05),
      directions: [czech],
      prefix: 'K',
      currency: 'CZK',
    }),
  ].map((event, index) => dated(atTheEdge(event, index), random));
  const twins = Array.from({ length: 5 }, (_, index) => {
    const of = { person: `twin ${index.toString()}`, creditor: 'BE:INAMI', debtor: 'NL:CAK' };
    const name = `${seed.toString()}-${index.toString()}`;
    return [
      aClaim({ ...of, reference: `T-${name}-A` }),
      aClaim({ ...of, reference: `T-${name}-B` }),
    ] as const;
  });
  const races = Array.from({ length: 10 }, (_, index) => {
    const reference = `R-${seed.toString()}-${index.toString()}`;
    const of = { creditor: 'LU:CNS', debtor: 'BE:INAMI', person: reference, reference };
    const late = { introducedOn: '2026-04-15', time: '2026-05-01T00:00:00Z' };
    return [
      aClaim({ ...of, ...late, amount: '10.00', id: `${reference}-1` }),
      aClaim({ ...of, ...late, amount: '7.00', id: `${reference}-2` }),
    ] as const;
  });
  const single = (event: ClaimEvent): Script =>
    script([event], [[key(event), introduced]], { booked: event });
  return {
    ordered: [...claims.map((event) => scriptOf(event, random)), ...twins.flat().map(single)],
    races,
    twins: twins.map(([one, other]) => [one.subject, other.subject]),
  };
}

/**
 * One way to send a seed's messages: shuffled, but those of one claim in their order and one
 * partition; those of scattered scripts and of races anywhere.
 */
export function delivery(scripts: Scripts, random: SeededRandom, partitions: number): Sending[] {
  const anywhere = (): number => random.integer(0, partitions - 1);
  const queues = [
    ...scripts.ordered.map(({ messages, scattered }) => {
      const partition = anywhere();
      return messages.map((event) => ({ event, partition: scattered ? anywhere() : partition }));
    }),
    ...scripts.races.map((race) => race.map((event) => ({ event, partition: anywhere() }))),
  ];
  const turns = random.shuffle(queues.flatMap((queue, index) => queue.map(() => index)));
  const next = queues.map(() => 0);
  return turns.map((index): Sending => {
    const sending = queues[index]?.[next[index] ?? 0];
    next[index] = (next[index] ?? 0) + 1;
    if (sending === undefined) throw new Error('a queue is at its end');
    return { ...sending, mode: random.chance(0.1) ? 'binary' : 'structured' };
  });
}
