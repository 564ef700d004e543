import { setTimeout as delay } from 'node:timers/promises';
import { topics, type Output, type routes } from '@reciproca/contracts';
import {
  aCreditNote,
  KafkaTester,
  SeededRandom,
  structuredMessage,
  type LaterEvent,
} from '@reciproca/testing';
import { institutionRecords, offsettingArrangement } from '../reference-records.fixture.js';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { answersOf, contradictionsIn, faultsOnTopic } from './books.fixture.js';
import { killClearingProcesses, type ClearingProcess } from './clearing-processes.fixture.js';
import { ClearingWorld, type Cycle, type Outcome, type Sending } from './clearing-world.fixture.js';
import { ClaimsModel, figuresOf, type ModelMessage } from './claims-model.fixture.js';
import {
  claimMessage,
  institutionOf,
  introduction,
  scriptedClaims,
  written,
  type ScriptedClaim,
} from './life-script.builder.js';

/*
 * Goal: a message that races a close is wholly before or wholly after it, and of two messages about one
 * claim at the same instant one is first, for everybody.
 * Method: two processes, messages of both sides in any partition, a close in their midst. Nobody knows
 * the order beforehand, so it is read from the sequence of the answers: told the same in that order,
 * with the close where the answers first know of it, the model must say what the product said, to the
 * cent, and its close must take what the cycle took.
 */

type Claims = Output<typeof routes.listClaims>;
type Settlement = Output<typeof routes.readSettlement>;
type SettlementClaims = Output<typeof routes.listSettlementClaims>;
type Figures = Readonly<Record<string, string>>;

/** `npm run simulate` runs more of them. */
const runs = Number.parseInt(process.env['SIMULATED_RACES'] ?? '1', 10);
const firstSeed = Number.parseInt(process.env['SIMULATED_FROM'] ?? '1', 10);
const messageCount = 10_000;
const messagesPerClaim = 5;
const partitions = 4;
const cutoffs = { C1: '2026-06-15', C2: '2026-06-30' } as const;

const arrangements = [offsettingArrangement];
const institutions = institutionRecords(Object.values(institutionOf));

interface AnswerData {
  readonly sequence: number;
  readonly inReplyTo?: { readonly id: string };
  readonly obligation?: Figures;
  readonly reasons?: readonly { readonly code: string }[];
}

/** Answers to what was said about claims, by the reference of the claim, each once, in their sequence. */
function answersByClaim(
  outcomes: readonly { readonly event: object }[],
): Map<string, AnswerData[]> {
  const events = new Map(
    outcomes.map(({ event }) => [(event as Outcome).id, event as unknown as Outcome] as const),
  );
  const byClaim = new Map<string, AnswerData[]>();
  for (const { subject, type, data } of events.values()) {
    if (!type.startsWith('message.')) continue;
    const reference = subject.slice(subject.indexOf('/') + 1);
    byClaim.set(reference, [...(byClaim.get(reference) ?? []), data]);
  }
  for (const answers of byClaim.values()) {
    answers.sort((one, other) => one.sequence - other.sequence);
  }
  return byClaim;
}

/** One claim, as the model tells it after the product's own order. */
class Retold {
  readonly wrong: string[] = [];
  /** Messages that were answered on either side of the close. */
  readonly before: string[] = [];
  readonly after: string[] = [];
  private readonly model = new ClaimsModel();
  private readonly toldBefore = new Map<string, Figures>();
  private isClosed = false;
  private taken = 0n;
  /** Whether there was a moment before its close at which nothing of it was open. */
  private hadNothingOpen = false;

  constructor(private readonly claim: ScriptedClaim) {
    this.model.introduce(claim);
  }

  hear(answer: AnswerData, said: ModelMessage | undefined): void {
    const { obligation, reasons = [], inReplyTo, sequence } = answer;
    if (said === undefined) throw new Error('an answer to what nobody said');
    if (!this.isClosed && obligation !== undefined && obligation['inSettlement'] !== '0.00') {
      this.close();
    }
    (this.isClosed ? this.after : this.before).push(inReplyTo?.id ?? '');
    const { said: names } = this.state;
    const known = names.size;
    const codes = this.model.say(said);
    const name = `${said.kind} ${said.reference}`;
    // The same content again is answered like the first time, whatever has happened since.
    const figures = names.size === known ? this.toldBefore.get(name) : this.figures();
    if (codes.length === 0 && figures !== undefined) this.toldBefore.set(name, figures);
    const expected = codes.length === 0 ? figures : codes;
    if (!this.isClosed) this.hadNothingOpen ||= this.open === 0n;
    const found = obligation ?? reasons.map(({ code }) => code);
    if (JSON.stringify(found) !== JSON.stringify(expected)) {
      this.complain(`${String(sequence)} ${JSON.stringify([found, 'expected', expected])}`);
    }
  }

  /** What the first close took of it must be what the model's close takes in its place. */
  expectTaken(taken: string): void {
    // No answer knows of a close that found nothing open.
    if (!this.isClosed && taken === '0.00' && this.hadNothingOpen) this.isClosed = true;
    this.close();
    this.compare('C1', taken);
  }

  /** What the next close took must be all that is left. */
  expectRestTaken(taken: string): void {
    this.taken = this.takes('C2');
    this.compare('C2', taken);
  }

  private compare(cycle: string, taken: string): void {
    const expected = written(this.taken);
    if (expected !== taken) this.complain(`${cycle} took ${taken}, not ${expected}`);
  }

  pay(): void {
    for (const cycle of Object.keys(cutoffs)) this.model.pay(`${cycle}/DE-FR/EUR`);
  }

  figures(): Figures {
    const entries = Object.entries(figuresOf(this.state));
    return Object.fromEntries(entries.map(([name, cents]) => [name, written(cents)]));
  }

  private close(): void {
    if (!this.isClosed) this.taken = this.takes('C1');
    this.isClosed = true;
  }

  private takes(cycle: keyof typeof cutoffs): bigint {
    return this.model.close(cycle, cutoffs[cycle])?.gross[this.claim.creditor] ?? 0n;
  }

  private complain(what: string): void {
    this.wrong.push(`${this.claim.reference}: ${what}`);
  }

  /** What a close would take now. */
  private get open(): bigint {
    const { toPay = 0n, inSettlement = 0n } = figuresOf(this.state);
    return toPay - inSettlement;
  }

  private get state() {
    const state = this.model.claims.get(this.claim.reference);
    if (state === undefined) throw new Error('the model lost a claim');
    return state;
  }
}

afterAll(killClearingProcesses);

describe('messages that race', () => {
  let world: ClearingWorld;
  let processes: readonly [ClearingProcess, ClearingProcess];
  let secondProducer: KafkaTester;

  beforeEach(async () => {
    world = await ClearingWorld.open({ topics: partitions });
    const first = await world.host();
    await world.importReference(first, { institutions, arrangements });
    processes = [first, await world.host()];
    secondProducer = new KafkaTester(world.outside.brokers, world.outside.topicPrefix);
  });

  afterEach(async () => {
    await secondProducer.close();
    await Promise.all(processes.map((one) => one.leave()));
    await world.end();
  });

  /** What a cycle took, by the reference of the claim, and that its sums are those of its claims. */
  async function takenBy({ settlementIds }: Cycle): Promise<Map<string, string>> {
    const [id = ''] = settlementIds;
    expect(settlementIds).toHaveLength(1);
    const path = `/v1/settlements/${encodeURIComponent(id)}`;
    const { gross } = (await world.ask(processes[1], path)).body as Settlement;
    const items: SettlementClaims['items'][number][] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const at = cursor === '' ? '' : `&cursor=${cursor}`;
      const page = (await world.ask(processes[1], `${path}/claims?limit=1000${at}`))
        .body as SettlementClaims;
      items.push(...page.items);
      cursor = page.next;
    }
    const sums = { DE: 0n, FR: 0n };
    for (const { institution, amount } of items) {
      sums[institution.startsWith('DE') ? 'DE' : 'FR'] += BigInt(amount.replace('.', ''));
    }
    expect(Object.fromEntries(gross.map(({ creditor, amount }) => [creditor, amount]))).toEqual({
      DE: written(sums.DE),
      FR: written(sums.FR),
    });
    expect(new Set(items.map(({ reference }) => reference)).size).toBe(items.length);
    return new Map(items.map(({ reference, amount }) => [reference, amount]));
  }

  it.each(Array.from({ length: runs }, (_, index) => [firstSeed + index]))(
    `are wholly before or wholly after a close: ${String(messageCount)} about one pair, seed %i`,
    async (seed) => {
      const random = new SeededRandom(seed);
      const claims = scriptedClaims(random, messageCount / messagesPerClaim).map((claim) => ({
        ...claim,
        isLate: false,
      }));
      const messages = Array.from({ length: messageCount }, (_, index) =>
        claimMessage(random, random.pick(claims), `m-${String(index)}`),
      );
      await world.send(claims.map(introduction));
      await world.settled();
      const sendings = messages.map(({ event }): Sending => ({
        event,
        partition: random.integer(0, partitions - 1),
      }));
      const { isBefore, cycle } = await raced(sendings);
      const retold = new Map(claims.map((claim) => [claim.reference, new Retold(claim)]));
      const said = new Map(messages.map(({ event, said: told }) => [event.id, told]));
      const outcomes = await world.outcomes();
      for (const [reference, answers] of answersByClaim(outcomes)) {
        for (const answer of answers) {
          retold.get(reference)?.hear(answer, said.get(answer.inReplyTo?.id ?? ''));
        }
      }
      const all = [...retold.values()];
      const taken = await takenBy(cycle);
      for (const [reference, claim] of retold) {
        claim.expectTaken(taken.get(reference) ?? '0.00');
      }
      expect(all.flatMap(({ wrong }) => wrong)).toEqual([]);
      // Nothing lost: every message has one answer.
      expect([...answersOf(outcomes).values()].filter((each) => each.length !== 1)).toEqual([]);
      expect(all.flatMap(({ before, after }) => [...before, ...after])).toHaveLength(messageCount);
      // It was a race: of what was sent while the close was asked for, some came before it, some after.
      const before = all.flatMap((claim) => claim.before).filter((id) => !isBefore.has(id));
      expect(before.length).toBeGreaterThan(0);
      expect(all.flatMap(({ after }) => after).length).toBeGreaterThan(0);
      await expectRestTaken(retold, cycle);
    },
  );

  /** Sends everything while a close is asked for; what it waits for was sent before. */
  async function raced(sendings: readonly Sending[]) {
    const early = sendings.slice(0, sendings.length / 4);
    const last = sendings.slice((sendings.length * 3) / 4);
    const racing = sendings.slice(early.length, sendings.length - last.length);
    await world.send(early);
    const closing = world.close(processes[0], 'C1', cutoffs.C1);
    const ended = { early: false };
    void closing.finally(() => (ended.early = true)).catch(() => undefined);
    // Little by little until it is closed, so that some comes while it is.
    const pieceSize = Math.ceil(messageCount / 200);
    for (let from = 0; from < racing.length; from += pieceSize) {
      await world.send(racing.slice(from, from + pieceSize));
      if (!ended.early) await delay(30);
    }
    const cycle = await closing;
    await world.send(last);
    await world.settled();
    return { isBefore: new Set(early.map(({ event }) => event.id)), cycle };
  }

  /** The next cycle takes what is left of every claim, and everything is settled once. */
  async function expectRestTaken(retold: ReadonlyMap<string, Retold>, first: Cycle): Promise<void> {
    const second = await world.close(processes[1], 'C2', cutoffs.C2);
    const taken = await takenBy(second);
    for (const [reference, claim] of retold) {
      claim.expectRestTaken(taken.get(reference) ?? '0.00');
      claim.pay();
    }
    expect([...retold.values()].flatMap(({ wrong }) => wrong)).toEqual([]);
    for (const cycle of [first, second]) {
      await world.sayPaid(processes[0], cycle);
      await world.paid(processes[1], cycle);
    }
    const shown: (readonly [string, unknown])[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const at = cursor === '' ? '' : `&cursor=${cursor}`;
      const page = (await world.ask(processes[0], `/v1/claims?limit=1000${at}`)).body as Claims;
      shown.push(
        ...page.items.map(({ claim, obligation }) => [claim.reference, obligation] as const),
      );
      cursor = page.next;
    }
    const expected = [...retold].map(([reference, claim]) => [reference, claim.figures()] as const);
    expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(expected));
    await expectBooksInOrder();
  }

  async function expectBooksInOrder(): Promise<void> {
    const { database } = world.outside;
    expect(await contradictionsIn(database)).toEqual([]);
    // Who waits for another in a circle is begun again, a close with all its claims. By chance nobody may:
    // what keeps them apart has a spec of its own, claim-turns.int-spec.
    const [row] = await database.query<{ deadlocks: number }>(
      'select deadlocks::int from pg_stat_database where datname = current_database()',
    );
    expect(row?.deadlocks).toBe(0);
    expect(
      await faultsOnTopic(topics.claimsOutcomes.name, await world.outcomes(), database),
    ).toEqual([]);
    const cycles = await world.outside.readEvents(topics.clearingCycles.name);
    expect(await faultsOnTopic(topics.clearingCycles.name, cycles, database)).toEqual([]);
  }

  it('have one order, the same for everybody, where two speak of a claim at the same instant', async () => {
    const claims = Array.from({ length: 60 }, (_, index) => ({
      reference: `S-${String(index)}`,
      creditor: 'FR' as const,
      statement: 'FR-S1',
      isLate: false,
      introducedOn: '2026-02-15',
      total: 10_000n,
    }));
    await world.send(claims.map(introduction));
    await world.settled();
    // Each credits more than half of the claim, so that one of the two must be refused.
    const notes = (['N-1', 'N-2'] as const).map((creditNote) =>
      claims.map(({ reference }) =>
        aCreditNote({ reference, id: `${creditNote} ${reference}`, creditNote, amount: '60.00' }),
      ),
    );
    const [one = [], other = []] = notes;
    await saidAtOnce(one, other);
    const first = answersOf(await world.outcomes());
    // Both once more, each where the other was.
    await saidAtOnce(other, one);
    expect(answersOf(await world.outcomes())).toEqual(first);
    const refused = claims.map(({ reference }) => {
      const said = notes.flat().filter(({ subject }) => subject.endsWith(`/${reference}`));
      return said.flatMap(({ source, id }) => first.get(`${source} ${id}`)).sort();
    });
    expect(new Set(refused.map((each) => each.join()))).toEqual(
      new Set(['message.recorded.v1,message.refused.v1 exceeds-claim']),
    );
    for (const { reference } of claims) {
      const path = `/v1/claims/FR:CNAM/${reference}`;
      const [here, there] = await Promise.all(processes.map((each) => world.ask(each, path)));
      expect(here?.text).toBe(there?.text);
      expect(here?.body).toMatchObject({ obligation: { credited: '60.00', toPay: '40.00' } });
    }
    await expectBooksInOrder();
  });

  /** Two producers speak at the same time, each in a partition of its own. */
  async function saidAtOnce(here: readonly LaterEvent[], there: readonly LaterEvent[]) {
    await Promise.all([
      world.send(here.map((event) => ({ event, partition: 0 }))),
      secondProducer.send(
        topics.claimsInbound.name,
        there.map((event) => ({ ...structuredMessage(event), partition: 1 })),
      ),
    ]);
    await world.settled();
  }
});
