import { Money } from '@reciproca/money';
import type { PaymentInstruction, PaymentOrder, PaymentParty } from './payment-order.js';

const namespace = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09';

/**
 * The payment file of a batch: ISO 20022 CustomerCreditTransferInitiation, `pain.001.001.09`, one
 * payment per settlement. A function of the instruction alone, so the same one gives the same bytes.
 * Names are written in the letters that every SEPA bank takes (EPC217-08), ids are so already.
 *
 * @param instruction with at least one order
 */
export function paymentFile(instruction: PaymentInstruction): string {
  const { batch, releasedAt, orders } = instruction;
  const [first] = orders;
  if (first === undefined) throw new Error(`${batch} orders no payment`);
  const sum = Money.sum(
    orders.map(({ amount }) => amount),
    first.amount.currency,
  );
  const totals = [
    element('NbOfTxs', String(orders.length)),
    element('CtrlSum', sum.toString()),
  ].join('');
  const header = [
    element('MsgId', batch),
    element('CreDtTm', releasedAt),
    totals,
    party('InitgPty', first.debtor),
  ].join('');
  const day = releasedAt.slice(0, 'YYYY-MM-DD'.length);
  const payment = [
    element('PmtInfId', batch),
    element('PmtMtd', 'TRF'),
    totals,
    `<ReqdExctnDt>${element('Dt', day)}</ReqdExctnDt>`,
    party('Dbtr', first.debtor),
    account('DbtrAcct', first.debtor),
    agent('DbtrAgt', first.debtor),
    ...orders.map(transfer),
  ].join('');
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<Document xmlns="${namespace}"><CstmrCdtTrfInitn>`,
    `<GrpHdr>${header}</GrpHdr>\n`,
    `<PmtInf>${payment}</PmtInf>\n`,
    '</CstmrCdtTrfInitn></Document>\n',
  ].join('');
}

function transfer({ settlement, amount, creditor }: PaymentOrder): string {
  return [
    '\n<CdtTrfTxInf>',
    `<PmtId>${element('EndToEndId', settlement)}</PmtId>`,
    `<Amt><InstdAmt Ccy="${amount.currency}">${amount.toString()}</InstdAmt></Amt>`,
    agent('CdtrAgt', creditor),
    party('Cdtr', creditor),
    account('CdtrAcct', creditor),
    `<RmtInf>${element('Ustrd', settlement)}</RmtInf>`,
    '</CdtTrfTxInf>',
  ].join('');
}

function party(name: string, { name: called }: PaymentParty): string {
  return `<${name}>${element('Nm', bankText(called))}</${name}>`;
}

function account(name: string, { iban }: PaymentParty): string {
  return `<${name}><Id>${element('IBAN', iban)}</Id></${name}>`;
}

/** Without a BIC the bank finds it by the IBAN. */
function agent(name: string, { bic }: PaymentParty): string {
  const id = bic === null ? `<Othr>${element('Id', 'NOTPROVIDED')}</Othr>` : element('BICFI', bic);
  return `<${name}><FinInstnId>${id}</FinInstnId></${name}>`;
}

/** Names of elements are ours, contents are escaped. */
function element(name: string, content: string): string {
  const escaped = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<${name}>${escaped}</${name}>`;
}

/** Names in payments have at most so many characters. */
const nameLengthMax = 70;

const written: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  đ: 'd',
  Đ: 'D',
  ł: 'l',
  Ł: 'L',
  '’': "'",
  '‘': "'",
  '–': '-',
  '—': '-',
  '&': '+',
};

/** A text in the characters of the SEPA set; letters lose their accents, others become full stops. */
function bankText(text: string): string {
  const plain = text
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .replaceAll(/[^ -~]|&/gu, (character) => written[character] ?? character);
  return plain.replaceAll(/[^A-Za-z0-9/\-?:().,'+ ]/g, '.').slice(0, nameLengthMax);
}
