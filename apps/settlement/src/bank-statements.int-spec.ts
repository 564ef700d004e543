import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventData } from '@reciproca/contracts';
import type { Answer } from '@reciproca/testing';
import { camtFile, type WrittenEntry } from './bank-files/camt.builder.js';
import { codeOf, ibanAt, OfficersDesk, type Shown } from './officers-desk.fixture.js';

let desk: OfficersDesk;

beforeAll(async () => {
  desk = await OfficersDesk.open();
});

afterAll(() => desk.close());

/** A batch of FR that is released: 100.00 to BE, 200.00 to PT unless told. */
async function released(nets: Readonly<Record<string, string>> = {}): Promise<Shown> {
  const wishes = Object.entries({ BE: '100.00', PT: '200.00', ...nets });
  const batch = await desk.openBatch(wishes.map(([payee, net]) => ({ payer: 'FR', payee, net })));
  await desk.approve(batch, 'alice');
  await desk.approve(batch, 'bruno');
  expect(codeOf(await desk.release(batch, 'tess'))).toBe('200');
  return batch;
}

const idOf = ({ id }: Shown, payee: string): string =>
  `${id.split('/')[0] ?? ''}/${['FR', payee].sort().join('-')}/EUR`;

let files = 0;

/** Imports entries as the treasurer of a State, from the bank of that State. */
function tell(
  state: string,
  entries: readonly WrittenEntry[],
  wish: { readonly account?: string; readonly message?: string; readonly id?: string } = {},
): Promise<Answer> {
  files += 1;
  const file = camtFile({ account: ibanAt(state), id: `F-${String(files)}`, entries, ...wish });
  return send(state, file);
}

function send(state: string, body: string): Promise<Answer> {
  return desk.ask('/v1/bank-statements', {
    as: `tess.${state}`,
    role: 'treasurer',
    state,
    body,
    type: 'application/xml',
  });
}

interface Entry {
  readonly id: string;
  readonly settlement?: string;
  readonly rest: string;
  readonly status: string;
  readonly assignments: readonly object[];
  readonly proposals?: readonly object[];
}

function entriesOf(answer: Answer): Record<'matched' | 'partial' | 'unmatched', Entry[]> {
  expect(codeOf(answer)).toBe('200');
  return answer.body as Record<'matched' | 'partial' | 'unmatched', Entry[]>;
}

async function statusOf(batch: Shown, payee: string): Promise<string> {
  const { status, settlements } = await desk.shown(batch.id);
  const own = settlements.find(({ settlement }) => settlement === idOf(batch, payee));
  return `${own?.status ?? ''} in ${status}`;
}

const debit = (amount: string, more: Partial<WrittenEntry> = {}): WrittenEntry => ({
  amount,
  direction: 'DBIT',
  reference: `R-${String((files += 1))}`,
  ...more,
});
const credit = (amount: string, more: Partial<WrittenEntry> = {}): WrittenEntry => ({
  ...debit(amount, more),
  direction: 'CRDT',
});

/** A step on an entry; with a body an assignment. */
function onEntry(id: string, step: string, body?: object): Promise<Answer> {
  const how = body === undefined ? ({ method: 'POST' } as const) : { body };
  return desk.ask(`/v1/bank-entries/${id}/${step}`, { as: 'tess.FR', role: 'treasurer', ...how });
}

function undo(id: string, settlement: string): Promise<Answer> {
  const path = `/v1/bank-entries/${id}/assignments/${encodeURIComponent(settlement)}`;
  return desk.ask(path, { as: 'tess.FR', role: 'treasurer', method: 'DELETE' });
}

/** The last of so many events of a batch. */
async function lastEvent(batch: Shown, count: number) {
  return (await desk.eventsOf(batch.id, count)).at(-1);
}

describe('a bank statement', () => {
  it('settles a settlement by its end-to-end id, and the batch with its last one', async () => {
    const batch = await released();
    const [be, pt] = [idOf(batch, 'BE'), idOf(batch, 'PT')];
    const first = entriesOf(
      await tell('FR', [debit('100.00', { endToEndId: be, reference: 'B-1' })]),
    );
    expect(first.matched).toEqual([expect.objectContaining({ settlement: be, rest: '0.00' })]);
    expect(await statusOf(batch, 'BE')).toBe('settled in partial');
    entriesOf(await tell('PT', [credit('200.00', { endToEndId: pt, on: '2026-05-06' })]));
    expect(await statusOf(batch, 'PT')).toBe('settled in settled');
    const events = await desk.eventsOf(batch.id, 5);
    expect(events.slice(3).map(({ type, data }) => ({ type, data }))).toEqual([
      {
        type: 'settlement.settled.v1',
        data: {
          sequence: 4,
          settlement: be,
          batch: batch.id,
          net: '100.00',
          amount: '100.00',
          settledOn: '2026-05-04',
          received: [{ amount: '100.00', on: '2026-05-04', endToEndId: be, bankReference: 'B-1' }],
        },
      },
      {
        type: 'settlement.settled.v1',
        data: expect.objectContaining({ settlement: pt, settledOn: '2026-05-06' }),
      },
    ]);
  });

  it('sees one payment on both accounts and counts it once', async () => {
    const batch = await released();
    const be = idOf(batch, 'BE');
    await tell('FR', [debit('60.00', { endToEndId: be })]);
    await tell('BE', [credit('60.00', { endToEndId: be })]);
    expect(await statusOf(batch, 'BE')).toBe('partial in partial');
    await tell('BE', [credit('40.00', { endToEndId: be })]);
    expect(await statusOf(batch, 'BE')).toBe('settled in partial');
  });

  it('takes the larger sum where a bank kept charges', async () => {
    const batch = await released();
    const be = idOf(batch, 'BE');
    await tell('BE', [credit('95.00', { endToEndId: be })]);
    expect(await statusOf(batch, 'BE')).toBe('partial in partial');
    await tell('FR', [debit('100.00', { endToEndId: be })]);
    expect(await statusOf(batch, 'BE')).toBe('settled in partial');
  });

  it('changes nothing when it comes again, nor when another file tells the same entry', async () => {
    const batch = await released();
    const entry = debit('70.00', { endToEndId: idOf(batch, 'BE') });
    const file = camtFile({ account: ibanAt('FR'), id: 'AGAIN', entries: [entry] });
    const first = await send('FR', file);
    const again = await Promise.all([send('FR', file), send('FR', file)]);
    expect(again.map(({ text }) => text)).toEqual([first.text, first.text]);
    const [told] = entriesOf(await tell('FR', [entry], { message: 'camt.054.001.02' })).partial;
    expect(told?.id).toBe(entriesOf(first).partial[0]?.id);
    expect(await statusOf(batch, 'BE')).toBe('partial in partial');
  });

  it('leaves what passes a net as a rest, which a treasurer assigns or marks as returned', async () => {
    const batch = await released();
    const [be, pt] = [idOf(batch, 'BE'), idOf(batch, 'PT')];
    const answer = entriesOf(await tell('FR', [debit('150.00', { endToEndId: be })]));
    const id = answer.partial[0]?.id ?? '';
    expect(answer.partial[0]?.rest).toBe('50.00');
    expect(await statusOf(batch, 'BE')).toBe('settled in partial');
    const tooMuch = await onEntry(id, 'assignments', { settlement: pt, amount: '50.01' });
    expect(codeOf(tooMuch)).toBe('409 exceeds-entry');
    const full = await onEntry(id, 'assignments', { settlement: be, amount: '1.00' });
    expect(codeOf(full)).toBe('409 exceeds-settlement');
    const assigned = await onEntry(id, 'assignments', { settlement: pt, amount: '30.00' });
    expect(codeOf(assigned)).toBe('201');
    expect(await statusOf(batch, 'PT')).toBe('partial in partial');
    expect((await onEntry(id, 'returned')).body).toMatchObject({
      status: 'returned',
      rest: '0.00',
    });
    expect(codeOf(await onEntry(id, 'returned'))).toBe('200');
  });

  it('pays several settlements with one entry that names them and is their sum', async () => {
    const batch = await released();
    const [be, pt] = [idOf(batch, 'BE'), idOf(batch, 'PT')];
    const wrong = entriesOf(await tell('FR', [debit('299.99', { words: `FOR ${be} AND ${pt}` })]));
    expect(wrong.unmatched).toHaveLength(1);
    // Banks break lines within a name.
    const words = `FOR ${be.slice(0, 4)} ${be.slice(4)}, ${pt}`;
    const right = entriesOf(await tell('FR', [debit('300.00', { words })]));
    expect(right.matched[0]?.assignments).toEqual([
      { settlement: be, amount: '100.00' },
      { settlement: pt, amount: '200.00' },
    ]);
    expect(await statusOf(batch, 'PT')).toBe('settled in settled');
  });

  it('only proposes by amount, other side and day, and a treasurer may undo what he assigned', async () => {
    const batch = await released({ BE: '123.45' });
    const be = idOf(batch, 'BE');
    const on = '2026-04-03';
    const likely = debit('123.45', { counterpart: ibanAt('BE'), on });
    const answer = entriesOf(
      await tell('FR', [likely, { ...likely, reference: 'X', counterpart: ibanAt('PT') }]),
    );
    const proposed = answer.unmatched.find(({ proposals }) => proposals !== undefined);
    expect(answer.unmatched).toHaveLength(2);
    expect(proposed?.proposals).toEqual([{ settlement: be, amount: '123.45' }]);
    expect(await statusOf(batch, 'BE')).toBe('released in released');
    const id = proposed?.id ?? '';
    await onEntry(id, 'assignments', { settlement: be, amount: '123.45' });
    expect(await statusOf(batch, 'BE')).toBe('settled in partial');
    const undone = await undo(id, be);
    expect(undone.body).toMatchObject({ status: 'unmatched', rest: '123.45' });
    expect(await statusOf(batch, 'BE')).toBe('partial in partial');
    const reversed = await lastEvent(batch, 5);
    expect(reversed).toMatchObject({
      type: 'settlement.reversed.v1',
      data: { settlement: be, amount: '123.45', on: '2026-04-02' },
    });
    expect(codeOf(await undo(id, be))).toBe('404 not-found');
  });

  it('leaves an entry alone once a treasurer decided on it', async () => {
    const batch = await released();
    const be = idOf(batch, 'BE');
    const { matched } = entriesOf(await tell('FR', [debit('100.00', { endToEndId: be })]));
    await undo(matched[0]?.id ?? '', be);
    await tell('FR', [debit('10.00', { endToEndId: be })]);
    expect(await statusOf(batch, 'BE')).toBe('partial in partial');
  });

  it('reverses a settlement whose payment came back, and settles it anew', async () => {
    const batch = await released();
    const be = idOf(batch, 'BE');
    await tell('FR', [debit('100.00', { endToEndId: be })]);
    await tell('FR', [
      credit('100.00', { endToEndId: be, returnReason: 'AC04', on: '2026-05-07' }),
    ]);
    expect(await lastEvent(batch, 5)).toMatchObject({
      type: 'settlement.reversed.v1',
      data: { settlement: be, amount: '100.00', on: '2026-05-07' },
    });
    expect(await statusOf(batch, 'BE')).toBe('partial in partial');
    await tell('FR', [debit('100.00', { endToEndId: be, on: '2026-05-08' })]);
    const again = (await lastEvent(batch, 6))?.data as EventData<'settlement.settled.v1'>;
    expect(again.settledOn).toBe('2026-05-08');
    expect(again.received.map(({ amount }) => amount)).toEqual(['100.00', '-100.00', '100.00']);
  });

  it('tells nothing of money that goes back before all was there', async () => {
    const batch = await released();
    const be = idOf(batch, 'BE');
    await tell('FR', [debit('90.00', { endToEndId: be })]);
    await tell('FR', [credit('90.00', { endToEndId: be })]);
    expect(await desk.eventsOf(batch.id, 3)).toHaveLength(3);
  });

  it('counts no entry in another currency', async () => {
    const batch = await released();
    const dollars = debit('100.00', { currency: 'USD', endToEndId: idOf(batch, 'BE') });
    const { unmatched } = entriesOf(await tell('FR', [dollars]));
    const body = { settlement: idOf(batch, 'BE'), amount: '1.00' };
    const answer = await onEntry(unmatched[0]?.id ?? '', 'assignments', body);
    expect(codeOf(answer)).toBe('409 currency-differs');
  });

  it('of another account than the State’s own is refused, as is a file that cannot be read', async () => {
    const batch = await released();
    const entries = [debit('100.00', { endToEndId: idOf(batch, 'BE') })];
    expect(codeOf(await tell('FR', entries, { account: ibanAt('BE') }))).toBe(
      '422 foreign-account',
    );
    const broken = await send('FR', camtFile({ account: ibanAt('FR'), entries: [debit('1,00')] }));
    expect(codeOf(broken)).toBe('422 bank-file-invalid');
    expect(broken.text).toContain('Ntry[1]/Amt');
    expect(await statusOf(batch, 'BE')).toBe('released in released');
  });
});

describe('bank entries', () => {
  it('are listed page by page, those of the own State alone', async () => {
    await tell('ES', [credit('1.00'), credit('2.00'), credit('3.00')]);
    const call = { as: 'tess.ES', role: 'treasurer', state: 'ES' } as const;
    const first = (await desk.ask('/v1/bank-entries?limit=2', call)).body as Page;
    expect(first.items).toHaveLength(2);
    const cursor = first.next ?? '';
    const second = (await desk.ask(`/v1/bank-entries?limit=2&cursor=${cursor}`, call)).body as Page;
    expect(second).toMatchObject({ items: [expect.anything()], next: null });
    const strange = await desk.ask('/v1/bank-entries?state=ES', { ...call, state: 'DE' });
    expect(codeOf(strange)).toBe('403 forbidden');
    const none = await desk.ask('/v1/bank-entries', { ...call, state: 'DE' });
    expect(none.body).toEqual({ items: [], next: null });
    const auditor = { as: 'anna', role: 'auditor' } as const;
    const seen = await desk.ask('/v1/bank-entries?state=ES&status=unmatched', auditor);
    expect((seen.body as Page).items).toHaveLength(3);
  });

  it('of another State are not found by its treasurers', async () => {
    const { unmatched } = entriesOf(await tell('ES', [credit('9.00')]));
    expect(codeOf(await onEntry(unmatched[0]?.id ?? '', 'returned'))).toBe('404 not-found');
  });
});

interface Page {
  readonly items: readonly object[];
  readonly next: string | null;
}
