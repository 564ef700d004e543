import {
  benefitKinds,
  careTypes,
  contestationReasons,
  entitlementDocuments,
} from '../events/inbound.js';
import type { InboundType } from '../events/inbound.js';

/** A column of a CSV of messages. */
export interface CsvColumn {
  /** The dotted path of the field in the message's data. */
  readonly name: string;
  /** Whether every line of the type needs it. */
  readonly needed: boolean;
  readonly meaning: string;
}

/** What a line of one type is and how it is written. */
export interface CsvMessage {
  readonly what: string;
  /** Who may say it. */
  readonly sender: 'creditor' | 'debtor';
  /** A file that shows it, in `docs/examples`. */
  readonly example: string;
  readonly columns: readonly CsvColumn[];
}

const need = (name: string, meaning: string): CsvColumn => ({ name, needed: true, meaning });
const may = (name: string, meaning: string): CsvColumn => ({ name, needed: false, meaning });

const listed = (values: readonly string[]): string =>
  values.map((value) => `\`${value}\``).join(', ');

const money = (path: string, what: string): readonly CsvColumn[] => [
  need(`${path}.amount`, `${what}, with a dot, above zero`),
  need(`${path}.currency`, 'the currency of the claim, e.g. `EUR`'),
];

const claim: readonly CsvColumn[] = [
  need('claim.institution', 'the creditor of the claim, `STATE:CODE`'),
  need('claim.reference', 'the reference of the claim'),
];

const statement: readonly CsvColumn[] = [
  need('statement.institution', 'the creditor of the statement, `STATE:CODE`'),
  need('statement.reference', 'the reference of the statement'),
];

const claimColumns: readonly CsvColumn[] = [
  need('claim.reference', 'what the creditor calls the claim'),
  need('claim.statement', 'the statement that it belongs to'),
  need('creditor.institution', '`STATE:CODE`, e.g. `FR:CNAM`'),
  need('debtor.institution', '`STATE:CODE`'),
  may('basis', '`actual-expenditure` or `fixed-amount`; when empty it follows from the columns'),
  need('recordedOn', 'the day on which the creditor booked the cost'),
  may('introducedOn', 'when empty the UTC day of `time`'),
  may('competentInstitutionKnownOn', 'provisional application, IR 987/2009 Art 6(5)'),
  may('entitlement.document', `actual expenditure needs it: ${listed(entitlementDocuments)}`),
  may('entitlement.number', 'kept as a keyed pseudonym'),
  may('entitlement.form', 'the name of the form where the document is `FORM`'),
  may('beneficiary.id', 'actual expenditure needs it; kept as a keyed pseudonym'),
  may('care.type', `actual expenditure needs it: ${listed(careTypes)}`),
  may('care.from', 'actual expenditure needs it'),
  may('care.to', 'actual expenditure needs it'),
  ...benefitKinds.map((kind) =>
    may(`benefits.${kind}`, 'actual expenditure needs at least one; together the total'),
  ),
  may('fixedAmount.year', 'a fixed amount needs it'),
  may('fixedAmount.group', 'a fixed amount needs it: `family` or `pensioner`'),
  may('fixedAmount.ageGroup', 'as published, e.g. `20-64`; empty where the table has none'),
  may('fixedAmount.months', 'a fixed amount needs it'),
  may('fixedAmount.persons', 'a whole number'),
  need('total.amount', 'with a dot'),
  need('total.currency', 'that of the creditor State on the day of recording'),
];

/** How each message is written as a line of CSV. */
export const csvMessages: Readonly<Record<InboundType, CsvMessage>> = {
  'claim.submitted.v1': {
    what: 'A claim: one person, one period, one total.',
    sender: 'creditor',
    example: 'claims-fr.csv',
    columns: claimColumns,
  },
  'statement.announced.v1': {
    what: 'How many claims a statement holds, so that it can be seen whether all came.',
    sender: 'creditor',
    example: 'statements-fr.csv',
    columns: [
      ...statement,
      need('debtorState', 'the State that owes, e.g. `DE`'),
      need('basis', '`actual-expenditure` or `fixed-amount`'),
      need('claims', 'how many'),
      need('total.amount', 'of all of them, with a dot'),
      need('total.currency', 'e.g. `EUR`'),
    ],
  },
  'claim.contested.v1': {
    what: 'The debtor disputes a claim, in whole or in part.',
    sender: 'debtor',
    example: 'contestations-de.csv',
    columns: [
      ...claim,
      need('contestation.reference', 'what the debtor calls it; the answer names it'),
      need('contestation.reason', listed(contestationReasons)),
      ...money('contestation.amount', 'how much of the claim'),
      may('contestation.note', 'free text; stays out of all events'),
    ],
  },
  'contestation.answered.v1': {
    what: 'The creditor answers a contestation, which closes it.',
    sender: 'creditor',
    example: 'answers-fr.csv',
    columns: [
      ...claim,
      need('contestation.reference', 'the contestation that is answered'),
      need('outcome', '`accepted`, `partly-accepted` or `maintained`'),
      may('acceptedAmount.amount', 'when partly accepted: how much'),
      may('acceptedAmount.currency', 'when partly accepted: the currency of the claim'),
    ],
  },
  'claim.credited.v1': {
    what: 'A credit note: the creditor lowers its claim.',
    sender: 'creditor',
    example: 'credit-notes-fr.csv',
    columns: [
      ...claim,
      need('creditNote.reference', 'what the creditor calls it'),
      ...money('creditNote.amount', 'by how much'),
      need('creditNote.reason', 'free text, published: no word on the person'),
    ],
  },
  'claim.waived.v1': {
    what: 'The creditor gives up a part of its claim or all of it.',
    sender: 'creditor',
    example: 'waivers-de.csv',
    columns: [
      ...claim,
      need('waiver.reference', 'what the creditor calls it'),
      need('waiver.kind', '`waiver` or `write-off`'),
      ...money('waiver.amount', 'how much'),
      need('waiver.reason', 'free text; stays out of all events'),
      need('waiver.authority', 'who decided it'),
    ],
  },
  'down-payment.made.v1': {
    what: 'The debtor paid a part of a statement in advance.',
    sender: 'debtor',
    example: 'down-payments-de.csv',
    columns: [
      ...statement,
      need('payment.reference', 'what the debtor calls it; the answer names it'),
      ...money('payment.amount', 'what was paid'),
      need('payment.paidOn', 'the day of payment'),
    ],
  },
  'down-payment.answered.v1': {
    what: 'The creditor takes the down payment, or does not.',
    sender: 'creditor',
    example: 'down-payment-answers-fr.csv',
    columns: [
      ...statement,
      need('payment.reference', 'the down payment that is answered'),
      need('outcome', '`accepted` or `declined`'),
    ],
  },
};

const needed: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(csvMessages).map(([type, { columns }]) => [
    type,
    columns.filter((column) => column.needed).map(({ name }) => name),
  ]),
);

/** The columns that every line of a type needs, in the order of the table. */
export function neededColumnsOf(type: InboundType): readonly string[] {
  return needed.get(type) ?? [];
}
