import { groupBy } from '@reciproca/agreements';
import { keyOf, topics, type Output, type routes } from '@reciproca/contracts';
import { Money } from '@reciproca/money';
import { eventually, SeededRandom } from '@reciproca/testing';
import { institutionRecords, offsettingArrangement } from '../reference-records.fixture.js';
import { afterAll, describe, expect, it } from '@jest/globals';
import { answersOf, contradictionsIn, faultsOnTopic } from './books.fixture.js';
import type { ClearingProcess } from './clearing-processes.fixture.js';
import { killClearingProcesses } from './clearing-processes.fixture.js';
import { ClearingWorld, now, type Sending } from './clearing-world.fixture.js';
import { ClaimsModel, figuresOf, type ModelCycle } from './claims-model.fixture.js';
import { isComplete } from './statements-model.fixture.js';
import {
  institutionOf,
  introduction,
  scriptedClaims,
  scriptedMessage,
  written,
  type ScriptedClaim,
  type ScriptedMessage,
} from './life-script.builder.js';

/*
 * Goal: whatever both sides say about their claims, however often and wherever it lies, through
 * closes, rejections, payments and crashes, every claim stands as the model says, after every step.
 * Method: random histories by seed through real processes, broker and database, claims and
 * announcements coming before and after what is said about them. The order of what is said about one
 * claim or statement is kept, across them it is shuffled.
 */

type Claims = Output<typeof routes.listClaims>;
type Settlement = Output<typeof routes.readSettlement>;
type Account = Output<typeof routes.readAccountStatement>;
type Statement = Output<typeof routes.readStatement>;
type Preview = Extract<Output<typeof routes.closeCycle>, { dryRun: true }>;

/** `npm run simulate` runs more of them. */
const runs = Number.parseInt(process.env['SIMULATED_LIVES'] ?? '2', 10);
const firstSeed = Number.parseInt(process.env['SIMULATED_FROM'] ?? '1', 10);
const claimsPerLife = 30;
/** So many are there at the beginning; the others come while others are spoken of. */
const claimsAtFirst = 18;
const messagesPerRound = 60;
const partitions = 3;
const cutoffs = [
  '2026-06-05',
  '2026-06-10',
  '2026-06-15',
  '2026-06-20',
  '2026-06-25',
  '2026-06-30',
];

/** A process that starts anew may find the clock anywhere behind the cut-offs. */
const clocks = [now, '2026-07-15T23:59:59Z', '2030-01-01T00:00:00Z'];

const arrangements = [offsettingArrangement];
const institutions = institutionRecords(Object.values(institutionOf));

const grossOf = ({ gross }: ModelCycle) => ({ DE: written(gross.DE), FR: written(gross.FR) });
const shownGrossOf = ({ gross }: Pick<Settlement, 'gross'>) =>
  Object.fromEntries(gross.map(({ creditor, amount }) => [creditor, amount]));

/** One life of claims, and the model beside it. */
class Life {
  private readonly random: SeededRandom;
  private readonly model = new ClaimsModel();
  private readonly claims: readonly ScriptedClaim[];
  private readonly expected = new Map<string, string>();
  private readonly open: ModelCycle[] = [];
  private said = 0;
  private talks = 0;

  private constructor(
    private readonly world: ClearingWorld,
    private at: ClearingProcess,
    seed: number,
  ) {
    this.random = new SeededRandom(seed);
    this.claims = scriptedClaims(this.random, claimsPerLife);
  }

  static async begin(seed: number): Promise<Life> {
    const world = await ClearingWorld.open({ topics: partitions });
    const at = await world.host();
    await world.importReference(at, { institutions, arrangements });
    const life = new Life(world, at, seed);
    await life.deliver(life.claims.slice(0, claimsAtFirst).map(introduction));
    return life;
  }

  async end(): Promise<void> {
    await this.at.leave();
    await this.world.end();
  }

  /** Messages of both sides; one process dies while they are taken, now and then. */
  async talk(): Promise<void> {
    const messages = Array.from({ length: messagesPerRound }, () => {
      this.said += 1;
      return scriptedMessage(this.random, this.claims, `m-${this.said.toString()}`);
    });
    const coming = this.claims[claimsAtFirst + this.talks];
    this.talks += 1;
    if (coming !== undefined) {
      messages.splice(this.random.integer(0, messagesPerRound), 0, introduction(coming));
    }
    await this.deliver(messages);
    await this.compare();
  }

  private async deliver(messages: readonly ScriptedMessage[]): Promise<void> {
    const sendings = this.delivery(messages);
    const half = sendings.length >> 1;
    await this.world.send(sendings.slice(0, half));
    if (this.random.chance(0.15)) {
      await this.at.kill();
      this.at = await this.world.host({ now: this.random.pick(clocks) });
    }
    await this.world.send(sendings.slice(half));
    await this.world.settled();
  }

  /** The messages as they are sent, some twice; the model hears each in the order of its lane. */
  private delivery(messages: readonly ScriptedMessage[]): Sending[] {
    const lanes = [...groupBy(messages, ({ lane }) => lane).values()].map((lane) => {
      const partition = this.random.integer(0, partitions - 1);
      return lane.flatMap((message) => this.sent(message, partition));
    });
    const shuffled: Sending[] = [];
    while (lanes.some((lane) => lane.length > 0)) {
      const next = this.random.pick(lanes.filter((lane) => lane.length > 0)).shift();
      if (next !== undefined) shuffled.push(next);
    }
    return shuffled;
  }

  private sent({ event, hear }: ScriptedMessage, partition: number): Sending[] {
    this.expect(event, hear(this.model));
    const again: Sending[] = this.random.chance(0.15) ? [{ event, partition }] : [];
    if (!this.random.chance(0.15)) return [{ event, partition }, ...again];
    const renamed = { ...event, id: `${event.id}-again` };
    this.expect(renamed, hear(this.model));
    return [{ event, partition }, ...again, { event: renamed, partition }];
  }

  private expect({ source, id }: ScriptedMessage['event'], answer: string): void {
    this.expected.set(`${source} ${id}`, answer);
  }

  /** Closes a cycle. */
  async close(number: number): Promise<void> {
    const id = `C${number.toString()}`;
    const cutoff = cutoffs[number] ?? '';
    const preview = await this.preview(id, cutoff);
    const expected = this.model.close(id, cutoff);
    expect(preview).toEqual(expected === undefined ? [] : [grossOf(expected)]);
    const { settlementIds } = await this.world.close(this.at, id, cutoff);
    expect(settlementIds).toEqual(expected === undefined ? [] : [expected.settlement]);
    if (expected !== undefined) {
      const settlement = await this.settlement(expected.settlement);
      expect(shownGrossOf(settlement)).toEqual(grossOf(expected));
      this.open.push(expected);
    }
    await this.compare();
  }

  /** The officers reject a settlement, or its money comes. */
  async decide(): Promise<void> {
    const [cycle] = this.open.splice(this.random.integer(0, Math.max(0, this.open.length - 1)), 1);
    if (cycle === undefined) return;
    const { settlement } = cycle;
    if (this.random.chance(0.5)) {
      this.model.reject(settlement);
      await this.sayRejected(settlement);
      await this.reaches(settlement, 'rejected');
    } else {
      this.model.pay(settlement);
      const id = settlement.slice(0, settlement.indexOf('/'));
      await this.world.sayPaid(this.at, await this.world.closed(this.at, id));
      await this.reaches(settlement, 'settled');
    }
    await this.world.settled();
    await this.compare();
  }

  /** Every message was answered as the model says, and the books hold together. */
  async examine(): Promise<void> {
    const outcomes = await this.world.outcomes();
    const answers = answersOf(outcomes);
    const told = [...this.expected].map(([message, expected]) => [
      message,
      expected,
      answers.get(message)?.join(),
    ]);
    expect(told.filter(([, expected, answer]) => expected !== answer)).toEqual([]);
    const { database } = this.world.outside;
    expect(await faultsOnTopic(topics.claimsOutcomes.name, outcomes, database)).toEqual([]);
  }

  private async compare(): Promise<void> {
    const { items } = (await this.world.ask(this.at, '/v1/claims?limit=1000')).body as Claims;
    const shown = items.map(({ claim, obligation }) => [claim.reference, obligation]);
    const figures = [...this.model.claims.values()].map((claim) => [
      claim.reference,
      Object.fromEntries(
        Object.entries(figuresOf(claim)).map(([name, cents]) => [name, written(cents)]),
      ),
    ]);
    expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(figures));
    expect(await this.account()).toEqual(['0.00', written(this.model.owedTo('FR')), '0.00']);
    for (const statement of this.model.statements.all.keys())
      await this.compareStatement(statement);
    expect(await contradictionsIn(this.world.outside.database)).toEqual([]);
  }

  private async compareStatement(reference: string): Promise<void> {
    const statement = this.model.statements.of(reference);
    const claims = this.model.claimsOf(statement);
    const { announced, payments, rejected } = statement;
    if (announced === null && payments.size === 0 && claims.length === 0) return;
    const institution = institutionOf[reference.startsWith('FR') ? 'FR' : 'DE'];
    const path = `/v1/claim-statements/${institution}/${reference}`;
    const view = (await this.world.ask(this.at, path)).body as Statement;
    expect({
      announced: view.announced?.claims ?? null,
      complete: view.complete,
      received: [view.received.introduced, view.received.rejected],
      payments: view.downPayments.map((payment) => [
        payment.reference,
        payment.status,
        payment.allocated,
      ]),
    }).toEqual({
      announced,
      complete: isComplete(statement, claims.length),
      received: [claims.length, rejected.size],
      payments: [...payments].map(([payment, { answer, given }]) => [
        payment,
        answer ?? 'made',
        written(given),
      ]),
    });
  }

  /** The account between the two over all the time: opening, closing, and what movements leave out. */
  private async account(): Promise<string[]> {
    const time = 'from=2020-01-01&to=2031-12-31';
    const path = `/v1/account-statements?state=FR&counterpart=DE&currency=EUR&${time}`;
    const { opening, movements, closing } = (await this.world.ask(this.at, path)).body as Account;
    const explained = Money.sum(
      [opening, ...movements.map(({ amount }) => amount)].map((each) => Money.of(each, 'EUR')),
      'EUR',
    );
    return [opening, closing, Money.of(closing, 'EUR').minus(explained).toString()];
  }

  private async preview(id: string, cutoff: string): Promise<unknown[]> {
    const body = { id, cutoff, dryRun: true };
    const asked = await this.world.ask(this.at, '/v1/cycles', { role: 'dispatcher', body });
    return (asked.body as Preview).settlements.map(shownGrossOf);
  }

  private async settlement(id: string): Promise<Settlement> {
    const path = `/v1/settlements/${encodeURIComponent(id)}`;
    return (await this.world.ask(this.at, path)).body as Settlement;
  }

  private async reaches(id: string, status: string): Promise<void> {
    await eventually(async () => (await this.settlement(id)).status === status);
  }

  private async sayRejected(id: string): Promise<void> {
    const { batch, hash } = await this.settlement(id);
    const by = 'https://issuer.example#officer';
    const at = '2026-07-01T10:00:00Z';
    await this.world.outside.kafka.sendEvents(topics.settlements.name, [
      {
        specversion: '1.0',
        id: keyOf('rejected', id),
        source: 'urn:reciproca:settlement',
        type: 'batch.rejected.v1',
        time: at,
        subject: batch,
        datacontenttype: 'application/json',
        data: { batch, hash, settlements: [id], by, at, reason: 'not ours' },
      },
    ]);
  }
}

afterAll(killClearingProcesses);

describe('the life of claims', () => {
  it.each(Array.from({ length: runs }, (_, index) => [firstSeed + index]))(
    'is what the model says, after every step: seed %i',
    async (seed) => {
      const life = await Life.begin(seed);
      try {
        for (const number of cutoffs.keys()) {
          await life.talk();
          await life.close(number);
          await life.talk();
          await life.decide();
        }
        await life.examine();
      } finally {
        await life.end();
      }
    },
    300_000,
  );
});
