import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ibanOf } from '@reciproca/agreements';
import { Money } from '@reciproca/money';
import { validateXML } from 'xmllint-wasm';
import { paymentFile } from './payment-file.js';
import { orderPayments, type PaymentInstruction, type PaymentOrder } from './payment-order.js';

const schema = readFileSync(new URL('../../iso20022/pain.001.001.09.xsd', import.meta.url), 'utf8');

async function faultsOf(file: string): Promise<string[]> {
  const { errors } = await validateXML({
    xml: [{ fileName: 'file.xml', contents: file }],
    schema: [{ fileName: 'pain.001.001.09.xsd', contents: schema }],
  });
  return errors.map(({ message }) => message);
}

function order(settlement: string, amount: string, name = 'Liaison body'): PaymentOrder {
  return {
    settlement,
    amount: Money.of(amount, 'EUR'),
    debtor: { name: 'CNSE', iban: 'FR1420041010050500013M02606', bic: 'PSSTFRPPMON' },
    creditor: { name, iban: 'BE68539007547034', bic: 'GEBABEBB' },
  };
}

const instruction: PaymentInstruction = {
  batch: '2026-Q1/FR/EUR',
  releasedAt: '2026-04-02T10:00:00.001Z',
  orders: [
    order('2026-Q1/BE-FR/EUR', '1808200.05'),
    order('2026-Q1/FR-PT/EUR', '0.95', 'Administração Central & „Saúde“ <ß> 健'),
  ],
};

/** What stands between the first of these tags. */
function contentOf(file: string, tag: string): string | undefined {
  return new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(file)?.[1];
}

describe('paymentFile', () => {
  it('is valid by the official schema', async () => {
    expect(await faultsOf(paymentFile(instruction))).toEqual([]);
  });

  it('is seen to be invalid by the same check when an amount has no currency', async () => {
    const faulty = paymentFile(instruction).replace(' Ccy="EUR"', '');
    expect(await faultsOf(faulty)).not.toEqual([]);
  });

  it('is valid without BIC, and with the longest ids and names there can be', async () => {
    const longest = 'ABCDEFGHIJKLMNOP/FR-GB/EUR/FR';
    const { debtor, creditor } = order(longest, '1.00', 'é'.repeat(200));
    const file = paymentFile({
      batch: 'ABCDEFGHIJKLMNOP/FR/EUR',
      releasedAt: instruction.releasedAt,
      orders: [
        {
          settlement: longest,
          amount: Money.of('123456789012345.99', 'EUR'),
          debtor,
          creditor: { ...creditor, bic: null },
        },
      ],
    });
    expect(await faultsOf(file)).toEqual([]);
    expect(contentOf(file, 'EndToEndId')).toBe(longest);
    expect(longest.length).toBeLessThanOrEqual(35);
  });

  it('counts and sums its payments, and names what each is for', () => {
    const file = paymentFile(instruction);
    expect(contentOf(file, 'NbOfTxs')).toBe('2');
    expect(contentOf(file, 'CtrlSum')).toBe('1808201.00');
    expect(contentOf(file, 'MsgId')).toBe('2026-Q1/FR/EUR');
    expect(file.match(/<EndToEndId>[^<]*/g)).toEqual([
      '<EndToEndId>2026-Q1/BE-FR/EUR',
      '<EndToEndId>2026-Q1/FR-PT/EUR',
    ]);
    expect(file.match(/<Ustrd>[^<]*/g)).toEqual([
      '<Ustrd>2026-Q1/BE-FR/EUR',
      '<Ustrd>2026-Q1/FR-PT/EUR',
    ]);
  });

  it('writes names in the letters that every bank takes', () => {
    expect(paymentFile(instruction)).toContain('<Nm>Administracao Central + .Saude. .ss. .</Nm>');
  });
});

describe('orderPayments', () => {
  const account = (state: string) => ({
    institution: `${state}:LIAISON`,
    name: state,
    iban: ibanOf(state, '00000000000001'),
    bic: null,
  });
  const settlement = (payee: string, net: string) => ({
    id: `C/${payee}-FR/EUR`,
    payee,
    net: Money.of(net, 'EUR'),
  });

  it('orders nothing for a net of nothing, which needs no account', () => {
    const ordering = orderPayments('FR', [settlement('BE', '0.00')], () => undefined);
    expect(ordering).toEqual({ ok: true, orders: [] });
  });

  it('names every State without an account, once', () => {
    const settlements = [
      settlement('PT', '1.00'),
      settlement('BE', '1.00'),
      settlement('ES', '0.00'),
    ];
    const accountOf = (state: string) => (state === 'BE' ? account(state) : undefined);
    expect(orderPayments('FR', settlements, accountOf)).toEqual({
      ok: false,
      lacking: ['FR', 'PT'],
    });
  });

  it('pays each payee from the payer', () => {
    const ordering = orderPayments('FR', [settlement('PT', '1.00')], account);
    expect(ordering).toEqual({
      ok: true,
      orders: [
        {
          settlement: 'C/PT-FR/EUR',
          amount: Money.of('1.00', 'EUR'),
          debtor: { name: 'FR', iban: account('FR').iban, bic: null },
          creditor: { name: 'PT', iban: account('PT').iban, bic: null },
        },
      ],
    });
  });
});
