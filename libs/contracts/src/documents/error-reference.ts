import { claimReasonCodes, errorCatalogue, messageReasonCodes } from '../errors/error-catalogue.js';
import type { ErrorCode, ErrorPlace } from '../errors/error-catalogue.js';
import { table } from './markdown-table.js';

const allCodes = Object.keys(errorCatalogue) as ErrorCode[];

const codesAt = (place: ErrorPlace): readonly ErrorCode[] =>
  allCodes.filter((code) => errorCatalogue[code].places.includes(place));

function section(title: string, introduction: string, codes: readonly ErrorCode[]): string[] {
  const withStatus = codes.some((code) => errorCatalogue[code].status !== null);
  const rows = codes.map((code) => {
    const { class: errorClass, handling, message, status } = errorCatalogue[code];
    return [
      `\`${code}\``,
      errorClass.replace('_', ' '),
      ...(withStatus ? [status === null ? '' : String(status)] : []),
      handling,
      message,
    ];
  });
  const header = ['code', 'class', ...(withStatus ? ['status'] : []), 'handling', 'meaning'];
  return [`## ${title}`, '', introduction, '', ...table(header, rows), ''];
}

/** The reference of all error codes, in Markdown. */
export function buildErrorReference(): string {
  const byStatus = [...codesAt('http')].sort(
    (a, b) => (errorCatalogue[a].status ?? 0) - (errorCatalogue[b].status ?? 0),
  );
  return [
    '# Error codes',
    '',
    'Made by `npm run generate` from the catalogue in `libs/contracts`. A code keeps its meaning and is never removed.',
    'Handling: `answer` tells the sender, who must change something; `retry` may succeed later as it is; `park` waits for an operator.',
    '',
    ...section(
      'Why a claim is rejected',
      'All reasons that apply are listed, in this order; the first two stand alone.',
      claimReasonCodes,
    ),
    ...section(
      'Why another message is refused',
      'Also a changed copy of a claim message, and a message of somebody who may not send it.',
      messageReasonCodes,
    ),
    ...section(
      'Why a message is a dead letter',
      'It could not be attributed to a claim or statement. The code is in the header `error-code`.',
      codesAt('dead-letter'),
    ),
    ...section('HTTP', 'The field `code` of every `application/problem+json` answer.', byStatus),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}
