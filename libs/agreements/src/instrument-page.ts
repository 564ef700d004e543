import { validityOf } from './compiled-instruments.js';
import type {
  AgreementWithoutCare,
  Clock,
  Confidence,
  FixedAmountRules,
  Instrument,
  Provenance,
  ShippedInstrument,
  Span,
  StateCurrency,
} from './instrument.schema.js';
import { spanText } from './span-text.js';

/**
 * The page about every instrument, in Markdown: what the data say and how sure each value is.
 *
 * @param data the shipped instruments and currencies of States
 */
export function buildInstrumentPage(data: {
  readonly version: string;
  readonly instruments: readonly ShippedInstrument[];
  readonly stateCurrencies: readonly StateCurrency[];
}): string {
  const { version, instruments, stateCurrencies } = data;
  return [
    '# Instruments',
    '',
    `Made by \`npm run generate\` from the data in \`libs/agreements\`, version ${version}. Each is a text that decides whether one State refunds care to another, and how.`,
    '',
    'How sure a value is: **V** read in the source text, **P** read in part or second hand, **M** from memory and to be confirmed, **D** derived.',
    'Spans hold their first and last day. Care counts by its last day, a fixed amount by 31 December of its reference year; what begun says, counts by the first day of care.',
    '',
    '## All of them',
    '',
    ...table(
      ['id', 'part', 'text', 'recorded', 'care', 'bases', 'due', 'values by sureness'],
      instruments.map(summaryRow),
    ),
    '',
    ...instruments.flatMap((instrument) => sectionOf(instrument)),
    '## Currencies of States',
    '',
    'The currency in which a State claims, by day of recording.',
    '',
    ...table(
      ['state', 'currency', 'days', 'sure', 'source'],
      [...stateCurrencies]
        .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
        .map((one) => [one.state, one.currency, spanText(one), one.mark, one.source]),
    ),
    '',
  ].join('\n');
}

function orderOf({ state, from }: StateCurrency): string {
  return `${state} ${from ?? ''}`;
}

function summaryRow(instrument: ShippedInstrument): string[] {
  const { id, part, title } = instrument;
  const care = new Set(instrument.parties.map((party) => spanText(party.care)));
  return [
    `\`${id}\``,
    part,
    title.en,
    spanText(validityOf(instrument)),
    care.size === 1 ? [...care].join('') : 'by party',
    instrument.refundsCare ? instrument.bases.allowed.join(', ') : 'no refund of care',
    instrument.refundsCare ? dueWords(instrument) : '',
    countMarks(instrument),
  ];
}

function dueWords({ clocks }: Instrument): string {
  const named: readonly (readonly [string, Clock | null])[] = [
    ['pay', clocks.payment],
    ['contest', clocks.dispute],
  ];
  const words = named.flatMap(([what, clock]) =>
    clock === null ? [] : [`${what} ${String(clock.months)} months after the ${clock.afterEndOf}`],
  );
  return words.length === 0 ? 'no clock' : words.join(', ');
}

/** How many values have each mark, e.g. `V 3, M 12`. */
function countMarks(value: unknown): string {
  const marks = marksIn(value);
  return (['V', 'P', 'M', 'D'] satisfies Confidence[])
    .map((mark) => [mark, marks.filter((one) => one === mark).length] as const)
    .filter(([, count]) => count > 0)
    .map(([mark, count]) => `${mark} ${String(count)}`)
    .join(', ');
}

function marksIn(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    key === 'mark' ? [inner] : marksIn(inner),
  );
}

function sectionOf(instrument: ShippedInstrument): string[] {
  const { id, part, title } = instrument;
  return [
    `## ${id}, part ${part}`,
    '',
    `${title.en}.`,
    '',
    `In French: ${title.fr}.`,
    '',
    ...partyTable(instrument),
    '',
    ...(saysMoreThanParties(instrument) ? [...pairTable(instrument), ''] : []),
    ...table(
      ['what', 'value', 'article', 'sure', 'source'],
      instrument.refundsCare ? ruleRows(instrument) : scopeRows(instrument),
    ),
    '',
  ];
}

function partyTable({ parties }: ShippedInstrument): string[] {
  const rows = new Map<string, { states: string[]; cells: readonly string[] }>();
  for (const { state, groups, care, ...provenance } of parties) {
    // A group that is the State itself says nothing.
    const sides = groups.filter((group) => group !== state).join(', ');
    const cells = [sides, spanText(care), ...cellsOf(provenance)];
    const row = rows.get(cells.join('|')) ?? { states: [], cells };
    row.states.push(state);
    rows.set(cells.join('|'), row);
  }
  return table(
    ['parties', 'groups', 'care', 'article', 'sure', 'source'],
    [...rows.values()].map(({ states, cells }) => [states.join(' '), ...cells]),
  );
}

/** Whether pairs draw a line of their own, or stand apart in their source. */
function saysMoreThanParties({ pairs, parties }: ShippedInstrument): boolean {
  return (
    pairs.length > 1 ||
    pairs.some(
      ({ care, begun, applies, source }) =>
        [care, begun, applies].some(({ from, to }) => from !== null || to !== null) ||
        parties.some((party) => party.source !== source),
    )
  );
}

function pairTable({ pairs }: ShippedInstrument): string[] {
  return table(
    ['between', 'care ended', 'care begun', 'recorded, or year ended', 'article', 'sure', 'source'],
    pairs.map(({ between, care, begun, applies, ...provenance }) => [
      between.join(' and '),
      ...[care, begun, applies].map((span: Span) => spanText(span)),
      ...cellsOf(provenance),
    ]),
  );
}

type RuleRow = readonly [what: string, value: string, ...provenance: string[]];

function scopeRows({ scope }: AgreementWithoutCare): RuleRow[] {
  const { covers } = scope;
  return [
    ['refunds no care, covers', covers.en, ...cellsOf(scope)],
    ['in French', covers.fr, ...cellsOf(scope)],
  ];
}

function ruleRows(instrument: Instrument): RuleRow[] {
  const { bases, entitlement, currency, offsetting, fixedAmounts } = instrument;
  const { statements, advance, clocks } = instrument;
  const documents = Object.entries(entitlement.accepted)
    .filter(([, { careTypes }]) => careTypes.length > 0)
    .map(([document, { careTypes }]) => `${document}: ${careTypes.join(', ')}`);
  return [
    ['bases', bases.allowed.join(', '), ...cellsOf(bases)],
    ['documents', documents.join('; '), ...cellsOf(entitlement)],
    ['currency', "the creditor State's on the day of recording", ...cellsOf(currency)],
    ['offsetting', 'only by an arrangement of the two States', ...cellsOf(offsetting)],
    ...optional('statements', statements, ({ every }) => `every ${every}`),
    ...optional('advance', advance, ({ rule, every }) => `${advanceWords[rule]}, every ${every}`),
    ...optional('filing, actual expenditure', clocks.filing['actual-expenditure'], clockWords),
    ...optional('filing, fixed amounts', clocks.filing['fixed-amount'], clockWords),
    ...optional('inventory of months', clocks.inventory, clockWords),
    ...optional('notification', clocks.notification, clockWords),
    ...optional('down payment', clocks.downPayment, clockWords),
    ...optional('payment', clocks.payment, clockWords),
    ...optional('contestation', clocks.dispute, clockWords),
    ...optional('reply to a contestation', clocks.reply, clockWords),
    ...(fixedAmounts === null ? [] : fixedAmountRows(fixedAmounts)),
  ];
}

const advanceWords: Readonly<Record<NonNullable<Instrument['advance']>['rule'], string>> = {
  'when-not-paid-in-time': 'of what was not paid in time',
  'set-by-joint-commission': 'set by the joint commission',
};

function fixedAmountRows(rules: FixedAmountRules): RuleRow[] {
  const { claimedBy, reduction, lastEarlierValueAfterYears: years } = rules;
  const { usual, pensionersLower, annexIV } = reduction;
  const less =
    pensionersLower === null
      ? 'for everybody'
      : `, for pensioners ${pensionersLower} when the debtor State is not in Annex IV`;
  return [
    ...(claimedBy === 'every-party'
      ? [['fixed amounts claimed by', 'every party', ...cellsOf(rules)] satisfies RuleRow]
      : claimedBy.map(({ state, groups, years: span, ...provenance }): RuleRow => [
          'fixed amounts claimed by',
          `${state}, ${groups.join(' and ')}, years ${yearWords(span)}`,
          ...cellsOf(provenance),
        ])),
    ['reduction X', `${usual} ${less}`.replace(' ,', ','), ...cellsOf(reduction)],
    ...annexRows(annexIV, reduction.article),
    [
      'without publication',
      years === null
        ? 'no earlier value stands in'
        : `the last earlier value stands in after the end of the year ${String(years)} years later`,
      ...cellsOf(rules),
    ],
  ];
}

/** One row for the States that are listed on the same days by the same source. */
function annexRows(entries: FixedAmountRules['reduction']['annexIV'], article: string): RuleRow[] {
  const rows = new Map<string, { states: string[]; cells: readonly string[] }>();
  for (const { state, from, to, source, mark } of entries) {
    const cells = [spanText({ from, to }), mark, source];
    const row = rows.get(cells.join('|')) ?? { states: [], cells };
    row.states.push(state);
    rows.set(cells.join('|'), row);
  }
  return [...rows.values()].map(({ states, cells: [span = '', ...rest] }) => [
    'Annex IV',
    `${states.join(' ')} ${span}`,
    article,
    ...rest,
  ]);
}

function yearWords({ from, to }: { readonly from: number | null; readonly to: number | null }) {
  return spanText({
    from: from === null ? null : String(from),
    to: to === null ? null : String(to),
  });
}

function clockWords(clock: Clock): string {
  const { startsWith, afterEndOf, months, kind, waitsForCompetentInstitution } = clock;
  return [
    `${String(months)} months after the end of the ${afterEndOf} of ${eventWords[startsWith]}`,
    kind === 'counted-from-arrival' ? 'counted from an arrival' : 'bounds a window',
    ...(waitsForCompetentInstitution ? ['waits for the competent institution'] : []),
  ].join('; ');
}

const eventWords: Readonly<Record<Clock['startsWith'], string>> = {
  recording: 'recording',
  introduction: 'introduction',
  'care-end': 'the last day of care or of the reference year',
  publication: 'publication',
  receipt: 'receipt',
};

function optional<T extends Provenance>(
  what: string,
  value: T | null | undefined,
  words: (value: T) => string,
): RuleRow[] {
  return value === null || value === undefined ? [] : [[what, words(value), ...cellsOf(value)]];
}

function cellsOf({ article, mark, source }: Provenance): string[] {
  return [article, mark, source];
}

/** A Markdown table whose columns are padded, which is the form that the formatter keeps. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}
