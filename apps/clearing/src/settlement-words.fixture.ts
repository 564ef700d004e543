import { keyOf, topics, type EventData, type Output, type routes } from '@reciproca/contracts';
import { eventually } from '@reciproca/testing';
import { pathOf, type ClearingBooks } from './hosted-clearing.fixture.js';

type Claim = Output<typeof routes.readClaim>;
type Settlement = Output<typeof routes.readSettlement>;
type ClaimSettled = EventData<'claim.settled.v1'>;

/** Says to clearing what settlement would, and looks at what came of it. */
export class SettlementWords {
  constructor(private readonly books: ClearingBooks) {}

  /** What settlement says about one of its settlements or batches. */
  async say(id: string, type: string, data: object): Promise<void> {
    const batch = '2026/DE/EUR';
    const event = {
      specversion: '1.0',
      id: keyOf(id),
      source: 'urn:reciproca:settlement',
      type,
      time: '2026-07-10T09:00:00Z',
      subject: batch,
      datacontenttype: 'application/json',
      data: { batch, ...data },
    };
    await this.books.world.kafka.sendEvents(topics.settlements.name, [event]);
  }

  async release(settlement: string): Promise<void> {
    const { hash } = await this.standing(settlement);
    const at = '2026-07-10T09:00:00Z';
    await this.say(`release of ${settlement}`, 'batch.released.v1', {
      settlements: [settlement],
      hash,
      by: 'https://id.example#tom',
      at,
    });
    await eventually(async () => (await this.standing(settlement)).status === 'released');
  }

  /** `settlement.settled` with money as `50.00 on 05-04` of 2026. */
  async settle(
    id: string,
    { settlement, net }: { readonly settlement: string; readonly net: string },
    ...money: readonly string[]
  ): Promise<void> {
    const received = money.map((entry, index) => {
      const [amount = '', day = ''] = entry.split(' on ');
      return { amount, on: `2026-${day}`, endToEndId: 'E2E', bankReference: `B-${index}` };
    });
    const said = { settlement, net, amount: net, settledOn: '2026-07-10', received };
    await this.say(id, 'settlement.settled.v1', said);
  }

  standing(settlement: string): Promise<Settlement> {
    return this.books.read<Settlement>(pathOf('settlements', settlement));
  }

  shown(institution: string, reference: string): Promise<Claim> {
    return this.books.read<Claim>(pathOf('claims', institution, reference));
  }

  /** Every `claim.settled` of a settlement so far, in the order in which each claim had them. */
  async payments(settlement: string): Promise<ClaimSettled[]> {
    const found = await this.books.told('claim.settled.v1');
    return found.filter((data) => 'settlement' in data && data.settlement === settlement);
  }

  /** The same as `reference day amount`, sorted. */
  async paid(settlement: string): Promise<string[]> {
    const found = await this.payments(settlement);
    return found
      .map(
        ({ claim: { reference }, paidOn, amount }) => `${reference} ${paidOn.slice(5)} ${amount}`,
      )
      .sort();
  }

  /** Waits until everything that was said on the topic of settlements is booked. */
  async booked(): Promise<void> {
    const ends = await this.books.world.kafka.endOffsets(topics.settlements.name);
    await eventually(async () => {
      const done = await this.books.world.kafka.committedOffsets(
        'clearing',
        topics.settlements.name,
      );
      return [...ends].every(
        ([partition, end]) => end === 0n || (done.get(partition) ?? -1n) >= end,
      );
    });
  }
}
