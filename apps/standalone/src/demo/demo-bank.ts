/** A payment as the demo's bank reads it from a payment file. */
interface Payment {
  readonly endToEndId: string;
  readonly amount: string;
  readonly currency: string;
  readonly debtor: string;
  readonly creditor: string;
}

/** A statement of one account, as the demo's bank sends it. */
export interface SentStatement {
  /** State of the account's holder: the first two letters of its IBAN. */
  readonly state: string;
  /** `camt.053.001.08`. */
  readonly file: string;
}

/**
 * What banks do with payment files on one day: every payment is carried out, and each account gets a
 * statement, the payers' with debits and the payees' with credits.
 *
 * @param files payment files of the product, `pain.001.001.09`
 * @param day `YYYY-MM-DD`
 */
export function carriedOut(files: readonly string[], day: string): SentStatement[] {
  const payments = files.flatMap(paymentsOf);
  const debtors = [...new Set(payments.map(({ debtor }) => debtor))];
  const creditors = [...new Set(payments.map(({ creditor }) => creditor))];
  return [
    ...debtors.map((account) => {
      const own = payments.filter(({ debtor }) => debtor === account);
      return statementOf(
        account,
        day,
        own.map((each) => entryOf(each, 'DBIT', day)),
      );
    }),
    ...creditors.map((account) => {
      const own = payments.filter(({ creditor }) => creditor === account);
      return statementOf(
        account,
        day,
        own.map((each) => entryOf(each, 'CRDT', day)),
      );
    }),
  ];
}

function paymentsOf(file: string): Payment[] {
  const debtor = between(file, '<DbtrAcct><Id><IBAN>', '<');
  return file
    .split('<CdtTrfTxInf>')
    .slice(1)
    .map((text) => ({
      endToEndId: between(text, '<EndToEndId>', '<'),
      amount: between(text, `">`, '<'),
      currency: between(text, 'Ccy="', '"'),
      debtor,
      creditor: between(text, '<CdtrAcct><Id><IBAN>', '<'),
    }));
}

function between(text: string, start: string, end: string): string {
  return text.split(start)[1]?.split(end)[0] ?? '';
}

function statementOf(account: string, day: string, entries: readonly string[]): SentStatement {
  const side = entries[0]?.includes('DBIT') === true ? 'OUT' : 'IN';
  const id = `${day}-${account.slice(0, 4)}-${side}`;
  const file = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>',
    `<GrpHdr><MsgId>${id}</MsgId><CreDtTm>${day}T18:00:00Z</CreDtTm></GrpHdr>`,
    `<Stmt><Id>${id}</Id><CreDtTm>${day}T18:00:00Z</CreDtTm>`,
    `<Acct><Id><IBAN>${account}</IBAN></Id></Acct>`,
    ...entries,
    '</Stmt></BkToCstmrStmt></Document>',
  ].join('\n');
  return { state: account.slice(0, 2), file: `${file}\n` };
}

function entryOf(payment: Payment, direction: 'CRDT' | 'DBIT', day: string): string {
  const { endToEndId, amount, currency, debtor, creditor } = payment;
  const [side, other] = direction === 'DBIT' ? ['Cdtr', creditor] : ['Dbtr', debtor];
  return [
    `<Ntry><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd>`,
    `<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${day}</Dt></BookgDt><ValDt><Dt>${day}</Dt></ValDt>`,
    `<AcctSvcrRef>${direction}-${endToEndId.replaceAll('/', '-')}</AcctSvcrRef>`,
    '<BkTxCd><Prtry><Cd>TRF</Cd></Prtry></BkTxCd><NtryDtls><TxDtls>',
    `<Refs><EndToEndId>${endToEndId}</EndToEndId></Refs>`,
    `<RltdPties><${side}Acct><Id><IBAN>${other}</IBAN></Id></${side}Acct></RltdPties>`,
    `<RmtInf><Ustrd>${endToEndId}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`,
  ].join('');
}
