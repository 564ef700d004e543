import type { Told } from '../fields.schema.js';
import type { AgreementWithoutCare, Confidence, Instrument, Party } from '../instrument.schema.js';
import { always, europeanDocuments, noClocks } from './european-terms.data.js';

/** What every text that binds France to one other State or territory is made from. */
export interface FrenchText {
  readonly id: string;
  readonly part?: string;
  /** The State or territory on the other side. */
  readonly state: string;
  readonly title: Told;
  /** Decree and official journal, or the text itself where the decree was not seen. */
  readonly source: string;
  /** First day of care (its last day counted): the entry into force. */
  readonly from: string;
  /** Last day of care; absent: open. */
  readonly to?: string;
  /** How sure the days are. */
  readonly mark: Confidence;
}

function namedText(text: FrenchText) {
  const { id, part, state, title, source, from, to, mark } = text;
  const care = { from, to: to ?? null };
  const provenance = { article: 'entry into force', source, mark };
  const party = (code: string): Party => ({ state: code, groups: [code], care, ...provenance });
  return {
    id,
    part: part ?? '1',
    title,
    parties: [party('FR'), party(state)],
    pairs: [
      {
        between: ['FR', state] as [string, string],
        care: always,
        begun: always,
        applies: always,
        ...provenance,
      },
    ],
  };
}

/** What is said about the refund of care. */
export interface FrenchRefunds {
  /** The article or chapter about refunds; `refunds` where none was read. */
  readonly article?: string;
  /** How sure it is that actual expenditure is refunded. */
  readonly mark: Confidence;
  /** Also yearly flat rates set by a joint commission, imported like published averages. */
  readonly flatRates?: Confidence;
  readonly statements?: Instrument['statements'];
  readonly advance?: Instrument['advance'];
  readonly clocks?: Instrument['clocks'];
}

/** A text under which France and the other side refund care to each other. */
export function refundingText(text: FrenchText, refunds: FrenchRefunds): Instrument {
  const { source, state } = text;
  const { mark, flatRates } = refunds;
  const article = refunds.article ?? 'refunds';
  return {
    ...namedText(text),
    refundsCare: true,
    bases: {
      allowed:
        flatRates === undefined ? ['actual-expenditure'] : ['actual-expenditure', 'fixed-amount'],
      article,
      source,
      mark,
    },
    entitlement: formAlone(source),
    currency: {
      rule: 'creditor-state-currency',
      article,
      source: `${source}; payment in the currency of the institution that receives it`,
      mark: 'P',
    },
    offsetting: { rule: 'by-arrangement', article, source, mark: 'D' },
    fixedAmounts:
      flatRates === undefined ? null : flatRatesOf(state, { article, source, mark: flatRates }),
    statements: refunds.statements ?? null,
    advance: refunds.advance ?? null,
    clocks: refunds.clocks ?? noClocks,
  };
}

/** A text that leaves the cost of care where it falls. */
export function textWithoutCare(
  text: FrenchText,
  scope: AgreementWithoutCare['scope'],
): AgreementWithoutCare {
  return { ...namedText(text), refundsCare: false, scope };
}

/** The forms of these texts (SE 975-02 and its like) are one kind of document, `FORM`. */
function formAlone(source: string): Instrument['entitlement'] {
  const documents = europeanDocuments({
    EHIC: 'forms',
    PRC: 'forms',
    S1: 'forms',
    S2: 'forms',
    S3: 'forms',
    DA1: 'forms',
    FORM: 'forms',
  });
  const none = { careTypes: [], article: 'forms' };
  return {
    accepted: {
      EHIC: none,
      PRC: none,
      S1: none,
      S2: none,
      S3: none,
      DA1: none,
      FORM: documents.FORM,
    },
    article: 'forms',
    source,
    mark: 'D',
  };
}

/** Rates come as records of published averages, so the reduction only checks what is imported. */
function flatRatesOf(
  state: string,
  provenance: { readonly article: string; readonly source: string; readonly mark: Confidence },
): Instrument['fixedAmounts'] {
  return {
    claimedBy: [
      { state, groups: ['family', 'pensioner'], years: { from: null, to: null }, ...provenance },
    ],
    reduction: { usual: '0.20', pensionersLower: null, annexIV: [], ...provenance },
    lastEarlierValueAfterYears: null,
    ...provenance,
  };
}
