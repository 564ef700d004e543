import { csvMessages, type CsvMessage } from '../messages/csv-columns.js';
import { table } from './markdown-table.js';

/** The reference of messages as CSV, in Markdown. */
export function buildCsvReference(): string {
  const messages = Object.entries(csvMessages);
  const rows = messages.map(([type, { what, sender, example }]) => [
    `\`${type}\``,
    sender,
    what,
    `[${example}](examples/${example})`,
  ]);
  return [
    '# Messages as CSV',
    '',
    'Made by `npm run generate` from the columns in `libs/contracts`. Everything an institution may say can be a line of CSV: `reciproca submit FILE` (or `reciproca submit - --format csv` for standard input), or `POST /v1/claims` with `Content-Type: text/csv`. A line and the same event as JSON get the same answer.',
    '',
    ...table(['type', 'who says it', 'what it is', 'example'], rows),
    '',
    'Creditor and debtor stand for the institution and for the liaison body of its State.',
    '',
    ...section('The file', fileRules),
    ...section('What is refused', refusals),
    ...messages.flatMap(([type, message]) => messagePart(type, message)),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

function section(title: string, rules: readonly string[]): string[] {
  return [`## ${title}`, '', ...rules.map((rule) => `- ${rule}`), ''];
}

const fileRules = [
  'UTF-8, cells separated by commas, quotes around a cell that holds one. The first line names the columns, which are the dotted paths of the fields, in any order.',
  '`type` says what a line is, with or without `.v1`. Without the column all lines are what `reciproca submit --type TYPE` says, and without that claims. One file may hold several types; messages about one claim are booked in the order of the file.',
  '`source` is the institution that speaks, `STATE:CODE`. Without it that is the institution of the token, and where `reciproca submit` makes the token itself the creditor of the claim or statement; what the debtor says needs it there.',
  '`time` is when it was said, RFC 3339 in UTC; without it now. Its day decides what was in time.',
  '`id` makes a message one; without it the id follows from the content, so a file may be sent again and nothing is booked twice.',
  'An empty cell is a field that is not there. Columns that no message has are ignored.',
  'Amounts have a dot and at most the decimals of their currency; days are `YYYY-MM-DD`.',
];

const refusals = [
  'A header without a column that all its lines need, or without `type` where its columns are those of another type: the file, once, with line 1 and the column.',
  'A line with an unknown type (`unknown-type`), without a value that it needs or with one that cannot be (`malformed`), or of somebody else (`not-your-source`): that line alone, with its number and what would be right. The others go on.',
  'What only the books can tell (`unknown-claim`, `exceeds-claim`, `too-late`, …) is the answer to the message on `claims.outcomes.v1`; [errors.md](errors.md) lists the codes. `reciproca status` shows what became of a claim.',
];

function messagePart(type: string, { what, example, columns }: CsvMessage): string[] {
  const rows = columns.map(({ name, needed, meaning }) => [
    `\`${name}\``,
    needed ? 'yes' : '',
    meaning,
  ]);
  return [
    `## ${type}`,
    '',
    `${what} [${example}](examples/${example}) shows it.`,
    '',
    ...table(['column', 'needed', 'meaning'], rows),
    '',
  ];
}
