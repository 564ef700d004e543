import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { csvMessages, topics, type Output, type routes } from '@reciproca/contracts';
import { eventually } from '@reciproca/testing';
import { example, HostedProduct } from './hosted-product.fixture.js';
import type { Called, CallWish } from './world.fixture.js';

/*
 * The examples of every message, by the command line through the gateway and Kafka into the book of
 * record, as the documents tell them. All figures were reckoned by hand.
 */

type ClaimView = Output<typeof routes.readClaim>;

let product: HostedProduct;
let answers = 0;

function call(args: readonly string[], wish: CallWish = {}): Promise<Called> {
  return product.call(args, { now: '2026-07-10T10:00:00Z', ...wish });
}

/** Submits what gives so many new answers, and waits for them. */
async function submit(args: readonly string[], count: number, wish?: CallWish): Promise<void> {
  const { exitCode, out, err } = await call(['submit', ...args], wish);
  expect([err, out]).toEqual(['', `${String(count)} accepted, 0 refused\n`]);
  expect(exitCode).toBe(0);
  answers += count;
  const told = async (): Promise<number> =>
    (await product.world.readEvents(topics.claimsOutcomes.name)).length;
  await eventually(async () => (await told()) === answers, { what: 'an answer to every message' });
}

async function answersTo(type: string): Promise<string[]> {
  const told = await product.world.readEvents(topics.claimsOutcomes.name);
  return told.flatMap(({ event }) => (event.data['type'] === type ? [event.type] : []));
}

/** `[toPay, inSettlement, contested, credited, downPaid]` */
async function figuresOf(institution: string, reference: string): Promise<string[]> {
  const { out } = await call(['status', institution, reference, '--json']);
  const { obligation } = JSON.parse(out) as ClaimView;
  if (obligation === null) throw new Error('the claim was not introduced');
  const { toPay, inSettlement, contested, credited, downPaid } = obligation;
  return [toPay, inSettlement, contested, credited, downPaid];
}

beforeAll(async () => {
  product = await HostedProduct.open();
  await call(['reference', 'import', 'institutions', example('institutions.json')]);
  await call(['reference', 'import', 'arrangements', example('arrangements.json')]);
});

afterAll(async () => {
  await product.end();
});

describe('the examples of the documents', () => {
  it('bring two claims of France and one of Germany', async () => {
    await submit([example('claims-fr.csv')], 2);
    await submit([example('claims-de.csv')], 1);
    expect(await figuresOf('FR:CNAM', '2025-H1-000124')).toEqual([
      ...['8450.00', '0.00', '0.00', '0.00', '0.00'],
    ]);
  });

  it('announce the statement, contest a part, waive a part, pay in advance', async () => {
    await submit([example('statements-fr.csv')], 1);
    await submit([example('contestations-de.csv')], 1);
    await submit([example('waivers-de.csv')], 1);
    await submit([example('down-payments-de.csv')], 1);
    await submit([example('down-payment-answers-fr.csv')], 1);
    const types = Object.keys(csvMessages).slice(1);
    const recorded = await Promise.all(types.map((type) => answersTo(type)));
    expect(Object.fromEntries(types.map((type, index) => [type, recorded[index]]))).toEqual({
      ...Object.fromEntries(types.map((type) => [type, ['message.recorded.v1']])),
      'contestation.answered.v1': [],
      'claim.credited.v1': [],
    });
    expect(await figuresOf('FR:CNAM', '2025-H1-000124')).toEqual([
      ...['6000.00', '0.00', '2450.00', '0.00', '0.00'],
    ]);
    expect(await figuresOf('DE:AOK-BY', '2025-H1-9001')).toEqual([
      ...['2300.00', '0.00', '0.00', '0.00', '0.00'],
    ]);
  });

  it('leave what is contested out of the first cycle, and what was paid in advance', async () => {
    const closed = await call(['cycle', 'close', '2026-Q1', '--cutoff', '2026-03-31']);
    expect(closed.exitCode).toBe(0);
    // Both claims are told of their share of the down payment.
    answers += 2;
    // 2000.00 in advance: 1134.56 for the first claim, the rest of 865.44 for the second one.
    expect(await figuresOf('FR:CNAM', '2025-H1-000123')).toEqual([
      ...['0.00', '0.00', '0.00', '0.00', '1134.56'],
    ]);
    // 8450.00 less 2450.00 contested less 865.44.
    expect(await figuresOf('FR:CNAM', '2025-H1-000124')).toEqual([
      ...['5134.56', '5134.56', '2450.00', '0.00', '865.44'],
    ]);
  });

  it('answer and credit: what is maintained comes back, what is credited is refunded', async () => {
    await submit([example('answers-fr.csv')], 1);
    await submit([example('credit-notes-fr.csv')], 1);
    expect(await figuresOf('FR:CNAM', '2025-H1-000123')).toEqual([
      ...['-34.56', '0.00', '0.00', '34.56', '1134.56'],
    ]);
    // 450.00 accepted, 2000.00 maintained.
    expect(await figuresOf('FR:CNAM', '2025-H1-000124')).toEqual([
      ...['7134.56', '5134.56', '0.00', '450.00', '865.44'],
    ]);
    const { out } = await call(['cycle', 'preview', '2026-Q2', '--cutoff', '2026-06-30']);
    // 2000.00 less 34.56.
    expect(out).toMatch(/2026-Q2\/DE-FR\/EUR +DE +FR +1965\.44 +EUR\n/);
  });
});

describe('the life of a claim', () => {
  /** The lines below History, with single spaces. */
  async function historyOf(...language: readonly string[]): Promise<string[]> {
    const { out } = await call(['status', 'FR:CNAM', '2025-H1-000124', ...language]);
    const [, history = ''] = out.split('\nHistory\n');
    const [lines = ''] = history.split('\n\n');
    return lines.split('\n').map((line) => line.replaceAll(/ +/g, ' '));
  }

  it('is told step by step with what was owed after each', async () => {
    expect(await historyOf()).toEqual([
      'day to pay in settlement contested disputed what happened',
      '2026-03-02 8450.00 0.00 0.00 0.00 FR:CNAM claims 8450.00 EUR from DE:AOK-BY: introduced',
      '2026-03-16 6000.00 0.00 2450.00 0.00 DE:AOK-BY contests 2450.00 EUR: period outside the entitlement; contestation AOK-2026-17, to be answered by 2027-03-31',
      '2026-03-23 5134.56 0.00 2450.00 0.00 865.44 EUR paid in advance on 2026-03-23 by down payment AOK-P-2',
      '2026-03-31 5134.56 5134.56 2450.00 0.00 5134.56 EUR taken into settlement 2026-Q1/DE-FR/EUR',
      '2026-04-13 7134.56 5134.56 0.00 0.00 FR:CNAM accepts 450.00 EUR of contestation AOK-2026-17: credited; the rest is maintained',
    ]);
  });

  it('is told in French', async () => {
    expect((await historyOf('--lang', 'fr')).slice(2)).toEqual([
      '2026-03-16 6000.00 0.00 2450.00 0.00 DE:AOK-BY conteste 2450.00 EUR : période hors droits ; contestation AOK-2026-17, réponse attendue au plus tard le 2027-03-31',
      '2026-03-23 5134.56 0.00 2450.00 0.00 865.44 EUR payé par avance le 2026-03-23, acompte AOK-P-2',
      '2026-03-31 5134.56 5134.56 2450.00 0.00 5134.56 EUR inclus dans le règlement 2026-Q1/DE-FR/EUR',
      '2026-04-13 7134.56 5134.56 0.00 0.00 FR:CNAM accepte la contestation AOK-2026-17 pour 450.00 EUR : montant déduit ; le reste est maintenu',
    ]);
  });
});

describe('the same messages again', () => {
  const after = async (): Promise<unknown> =>
    Promise.all(
      [
        ['FR:CNAM', '2025-H1-000123'],
        ['FR:CNAM', '2025-H1-000124'],
        ['DE:AOK-BY', '2025-H1-9001'],
      ].map(([institution = '', reference = '']) => figuresOf(institution, reference)),
    );
  let before: unknown;

  beforeAll(async () => {
    before = await after();
  });

  it('are booked once as events, one per line', async () => {
    await submit([example('messages.ndjson')], 7);
    expect(await answersTo('claim.contested.v1')).toEqual([
      ...['message.recorded.v1', 'message.recorded.v1'],
    ]);
    expect(await after()).toEqual(before);
  });

  it('are booked once as an array on standard input', async () => {
    const lines = (await readFile(example('messages.ndjson'), 'utf8')).trim().split('\n');
    const events = lines.map((line) => {
      const event = JSON.parse(line) as { id: string };
      return { ...event, id: `again-${event.id}` };
    });
    await submit(['-', '--format', 'json'], 7, { stdin: JSON.stringify(events) });
    expect(await after()).toEqual(before);
  });

  it('are booked once as CSV without a type, which is said beside it', async () => {
    const text = await readFile(example('waivers-de.csv'), 'utf8');
    const untyped = text
      .split('\n')
      .map((line) => line.replace(/^[^,]*,/, ''))
      .join('\n');
    await submit(['-', '--format', 'csv', '--type', 'claim.waived'], 1, { stdin: untyped });
    expect(await after()).toEqual(before);
  });
});

describe('what cannot be', () => {
  const csv = (...lines: readonly string[]): CallWish => ({ stdin: `${lines.join('\n')}\n` });
  const header =
    'type,claim.institution,claim.reference,creditNote.reference,creditNote.amount.amount,creditNote.amount.currency,creditNote.reason';

  it('is told by its line with what would be right; the others go on', async () => {
    const { exitCode, out } = await call(
      ['submit', '-', '--format', 'csv'],
      csv(
        header,
        'claim.forgiven,FR:CNAM,2025-H1-000124,N-2,1.00,EUR,x',
        'claim.credited,FR:CNAM,2025-H1-000124,N-2,0.00,EUR,x',
        'claim.credited,FR:CNAM,2025-H1-000124,N-2,,EUR,x',
        'claim.contested,FR:CNAM,2025-H1-000124,N-2,1.00,EUR,x',
        'claim.credited,FR:CNAM,2025-H1-000124,N-2,1.00,EUR,x',
      ),
    );
    expect(exitCode).toBe(1);
    answers += 1;
    expect(out.split('\n').map((line) => line.replaceAll(/ {2,}/g, '  ').trim())).toEqual([
      'line  code  detail',
      `2  unknown-type  type: must be one that institutions may send: ${Object.keys(csvMessages).join(', ')}`,
      '3  malformed  data.creditNote.amount.amount: must be above zero',
      expect.stringMatching(/^4 {2}malformed {2}data\.creditNote\.amount\.amount: must be given/),
      '5  malformed  the header must hold what claim.contested.v1 needs; it lacks contestation.reference, contestation.reason, contestation.amount.amount, contestation.amount.currency',
      '1 accepted, 4 refused',
      '',
    ]);
  });

  it('is told once where the whole file lacks something', async () => {
    const untyped = header.replace('type,', '');
    const line = 'FR:CNAM,2025-H1-000124,N-2,1.00,EUR,x';
    const guessed = await call(['submit', '-', '--format', 'csv'], csv(untyped, line));
    expect([guessed.exitCode, guessed.err]).toEqual([
      1,
      expect.stringContaining(
        'line 1: type: is missing: these are the columns of claim.credited.v1',
      ),
    ]);
    const short = await call(
      ['submit', '-', '--format', 'csv', '--type', 'claim.credited'],
      csv(untyped.replace(',creditNote.reason', ''), line.replace(',x', '')),
    );
    expect([short.exitCode, short.err]).toEqual([
      1,
      expect.stringContaining('line 1: creditNote.reason: is missing: claim.credited.v1 needs it'),
    ]);
  });

  it.each([
    [
      ['-', '--format', 'csv', '--type', 'claim.forgiven'],
      /--type must be one of claim\.submitted/,
    ],
    [['-', '--format', 'ndjson', '--type', 'claim.credited'], /--type is for CSV/],
    [['-'], /say --format for standard input: json, ndjson, jsonl, csv/],
  ])('is wrong usage: %j', async (args, told) => {
    const { exitCode, err } = await call(['submit', ...args]);
    expect([exitCode, err]).toEqual([2, expect.stringMatching(told)]);
  });
});
