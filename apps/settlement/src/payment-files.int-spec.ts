import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ibanOf } from '@reciproca/agreements';
import { codeOf, ibanAt, OfficersDesk, pathOf, type Shown } from './officers-desk.fixture.js';

let desk: OfficersDesk;

beforeAll(async () => {
  desk = await OfficersDesk.open();
});

afterAll(() => desk.close());

async function approved(payees: readonly string[], net = '10.00'): Promise<Shown> {
  const batch = await desk.openBatch(payees.map((payee) => ({ payer: 'FR', payee, net })));
  await desk.approve(batch, 'alice');
  expect(codeOf(await desk.approve(batch, 'bruno'))).toBe('201');
  return batch;
}

/** As the treasurer of a State, by default the payer's, or as an auditor. */
function fileOf(batch: Shown, whose = 'FR') {
  const who =
    whose === 'auditor'
      ? ({ as: 'anna', role: 'auditor' } as const)
      : ({ as: `tess.${whose}`, role: 'treasurer', state: whose } as const);
  return desk.ask(pathOf(batch.id, '/payment-file'), who);
}

describe('the payment file of a batch', () => {
  it('is there from the release on, with the same bytes whoever asks and however often', async () => {
    const batch = await approved(['BE', 'PT']);
    expect(codeOf(await fileOf(batch))).toBe('409 step-not-open');
    expect(codeOf(await desk.release(batch, 'tess'))).toBe('200');
    const first = await fileOf(batch);
    expect(first.status).toBe(200);
    expect(first.text).toContain(`<MsgId>${batch.id}</MsgId>`);
    expect(first.text).toContain('<CtrlSum>20.00</CtrlSum>');
    expect(first.text).toContain(`<CdtrAcct><Id><IBAN>${ibanAt('PT')}</IBAN>`);
    desk.moveTo('2026-05-01T10:00:00Z');
    const again = await fileOf(batch, 'auditor');
    expect(again.text).toBe(first.text);
  });

  it('pays to the account of the day of the release, and keeps it when a later one is known', async () => {
    desk.moveTo('2026-05-04T10:00:00Z');
    const moved = ibanOf('BE', '00000000000002');
    const account = { currency: 'EUR', iban: ibanAt('BE'), from: '2020-01-01' };
    await desk.makeKnown({
      id: 'BE:LIAISON',
      version: 100,
      accounts: [account, { ...account, iban: moved, from: '2026-05-05' }],
    });
    const before = await approved(['BE']);
    await desk.release(before, 'tess');
    const written = (await fileOf(before)).text;
    expect(written).toContain(`<CdtrAcct><Id><IBAN>${ibanAt('BE')}</IBAN>`);
    desk.moveTo('2026-05-05T10:00:00Z');
    const after = await approved(['BE']);
    await desk.release(after, 'tess');
    const later = (await fileOf(after)).text;
    expect(later).toContain(`<CdtrAcct><Id><IBAN>${moved}</IBAN>`);
    expect((await fileOf(before)).text).toBe(written);
  });

  it('is for the payer alone', async () => {
    const batch = await approved(['BE']);
    await desk.release(batch, 'tess');
    expect(codeOf(await fileOf(batch, 'BE'))).toBe('403 forbidden');
  });

  it('does not exist where every settlement nets to nothing', async () => {
    const batch = await approved(['BE'], '0.00');
    expect(codeOf(await desk.release(batch, 'tess'))).toBe('200');
    expect(codeOf(await fileOf(batch))).toBe('409 nothing-to-pay');
  });
});

describe('the release of a batch', () => {
  it('is refused while a State has no account, says which, and changes nothing', async () => {
    const batch = await approved(['IE', 'PT']);
    const refused = await desk.release(batch, 'tess');
    expect(codeOf(refused)).toBe('409 account-missing');
    expect(refused.text).toContain('the liaison body of IE has no account in EUR');
    expect(refused.text).not.toContain('of PT');
    expect(await desk.shown(batch.id)).toMatchObject({ status: 'approved' });
    await desk.makeKnown({
      id: 'IE:LIAISON',
      version: 101,
      accounts: [{ currency: 'EUR', iban: ibanAt('IE'), from: '2020-01-01' }],
    });
    expect(codeOf(await desk.release(batch, 'tess'))).toBe('200');
  });

  it('needs no account for what nets to nothing', async () => {
    const batch = await approved(['HR'], '0.00');
    expect(codeOf(await desk.release(batch, 'tess'))).toBe('200');
  });
});
