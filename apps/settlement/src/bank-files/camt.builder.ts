/** One movement as a bank would tell it. */
export interface WrittenEntry {
  readonly amount: string;
  readonly currency?: string;
  /** A credit unless told. */
  readonly direction?: 'CRDT' | 'DBIT';
  readonly on?: string;
  /** `BOOK` unless told. */
  readonly status?: string;
  readonly endToEndId?: string;
  readonly words?: string;
  /** The bank's reference of the entry. */
  readonly reference?: string;
  readonly counterpart?: string;
  readonly returnReason?: string;
  /** What was instructed, e.g. `<InstdAmt><Amt Ccy="USD">5.00</Amt></InstdAmt>`. */
  readonly amountDetails?: string;
  /** Further transactions of the same entry, whose amount is then that of all. */
  readonly others?: readonly WrittenEntry[];
}

/** A statement or notification of one account. */
export interface WrittenStatement {
  /** `camt.053.001.08` unless told. */
  readonly message?: string;
  readonly account: string;
  readonly id?: string;
  readonly entries: readonly WrittenEntry[];
  /** Text behind the XML declaration. */
  readonly prolog?: string;
}

/** A bank file, valid by the schema of its message. */
export function camtFile(statement: WrittenStatement): string {
  const { message = 'camt.053.001.08', account, id = 'ST-1', entries, prolog = '' } = statement;
  const isStatement = message.startsWith('camt.053');
  const [root, part] = isStatement
    ? ['BkToCstmrStmt', 'Stmt']
    : ['BkToCstmrDbtCdtNtfctn', 'Ntfctn'];
  const instant = '2026-05-04T06:00:00Z';
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    prolog,
    `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${message}"><${root}>`,
    `<GrpHdr><MsgId>${id}</MsgId><CreDtTm>${instant}</CreDtTm></GrpHdr>`,
    `<${part}><Id>${id}</Id><CreDtTm>${instant}</CreDtTm>`,
    `<Acct><Id><IBAN>${account}</IBAN></Id></Acct>`,
    ...entries.map((entry) => ntry(entry, message.slice(-2))),
    `</${part}></${root}></Document>\n`,
  ].join('\n');
}

/** The bytes of a text as a stream of pieces. */
export async function* streamed(
  text: string | Uint8Array,
  pieceBytes = 65_536,
): AsyncGenerator<Uint8Array> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    yield await Promise.resolve(bytes.subarray(start, start + pieceBytes));
  }
}

function ntry(entry: WrittenEntry, version: string): string {
  const { amount, currency = 'EUR', direction = 'CRDT', on = '2026-05-04', reference } = entry;
  const status = entry.status ?? 'BOOK';
  const isOld = version === '02';
  return [
    `<Ntry><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd>`,
    isOld ? `<Sts>${status}</Sts>` : `<Sts><Cd>${status}</Cd></Sts>`,
    `<BookgDt><Dt>${on}</Dt></BookgDt><ValDt><Dt>${on}</Dt></ValDt>`,
    reference === undefined ? '' : `<AcctSvcrRef>${reference}</AcctSvcrRef>`,
    `<BkTxCd><Prtry><Cd>TRF</Cd></Prtry></BkTxCd><NtryDtls>`,
    ...[entry, ...(entry.others ?? [])].map((each) =>
      details(each, { direction, isOld, isOneOfMany: entry.others !== undefined }),
    ),
    `</NtryDtls></Ntry>`,
  ].join('');
}

function details(
  entry: WrittenEntry,
  how: { readonly direction: string; readonly isOld: boolean; readonly isOneOfMany: boolean },
): string {
  const { endToEndId = 'NOTPROVIDED', words, counterpart, returnReason } = entry;
  const { direction, isOld, isOneOfMany } = how;
  const side = direction === 'CRDT' ? 'Dbtr' : 'Cdtr';
  const own = `<Amt Ccy="${entry.currency ?? 'EUR'}">${entry.amount}</Amt>`;
  const told = isOneOfMany && isOld ? `<TxAmt>${own}</TxAmt>` : (entry.amountDetails ?? '');
  return [
    `<TxDtls><Refs><EndToEndId>${endToEndId}</EndToEndId></Refs>`,
    isOneOfMany && !isOld ? `${own}<CdtDbtInd>${direction}</CdtDbtInd>` : '',
    told === '' ? '' : `<AmtDtls>${told}</AmtDtls>`,
    counterpart === undefined
      ? ''
      : `<RltdPties><${side}Acct><Id><IBAN>${counterpart}</IBAN></Id></${side}Acct></RltdPties>`,
    words === undefined ? '' : `<RmtInf><Ustrd>${words}</Ustrd></RmtInf>`,
    returnReason === undefined ? '' : `<RtrInf><Rsn><Cd>${returnReason}</Cd></Rsn></RtrInf>`,
    '</TxDtls>',
  ].join('');
}
