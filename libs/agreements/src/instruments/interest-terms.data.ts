import type { Provenance } from '../instrument.schema.js';

/** How late payment bears interest under an instrument; each value with its article, source and mark. */
export interface InterestTerms {
  readonly instrument: string;
  /** From when what is open bears interest. */
  readonly late: Provenance & { readonly from: 'day-after-payment-day' };
  /** Which reference rate applies, for the whole time of a delay. */
  readonly rate: Provenance & {
    readonly series: 'ecb-main-refinancing';
    readonly on: 'first-day-of-due-month';
  };
  /** How interest is counted. */
  readonly method: Provenance & {
    readonly kind: 'simple';
    /** Days of a year. */
    readonly yearDays: string;
    readonly rounding: 'half-up';
  };
  /** The share of what was introduced that a down payment must reach to shield, per cent. */
  readonly downPayment: Provenance & { readonly percent: string };
  /** Behind a shield: what is not covered bears interest once the time for disputes is over. */
  readonly behindShield: Provenance & {
    readonly base: 'what-is-not-covered';
    readonly dueFrom: 'dispute-end';
  };
  /** A down payment that the creditor declined shields like one that was made. */
  readonly refusal: Provenance & { readonly base: 'what-the-offer-would-not-have-covered' };
  /** When a part falls due that was contested in time and then maintained. */
  readonly maintained: Provenance & { readonly due: 'later-of-payment-day-and-answer' };
}

const regulation = 'Regulation (EC) 987/2009';
const noText = 'parameter: no text that fixes it was found';

/** IR 987/2009 Art 68, by the name that an instrument which shares it gives its paragraphs. */
function termsOf68(instrument: string, cite: (article: string) => string): InterestTerms {
  const read = (article: string) => ({
    article: cite(article),
    source: regulation,
    mark: instrument === 'EU-987-2009' ? ('V' as const) : ('P' as const),
  });
  const derived = (article: string, source: string) => ({
    article: cite(article),
    source,
    mark: 'D' as const,
  });
  return {
    instrument,
    late: { from: 'day-after-payment-day', ...read('68(1)') },
    rate: { series: 'ecb-main-refinancing', on: 'first-day-of-due-month', ...read('68(2)') },
    method: {
      kind: 'simple',
      yearDays: '365',
      rounding: 'half-up',
      ...derived('68(2)', noText),
    },
    downPayment: { percent: '90', ...read('68(1)') },
    behindShield: {
      base: 'what-is-not-covered',
      dueFrom: 'dispute-end',
      ...derived(
        '68(1)',
        `${regulation}; that the rate is the one of the month in which the 36 months end is derived`,
      ),
    },
    refusal: {
      base: 'what-the-offer-would-not-have-covered',
      ...derived('68(3)', `${regulation}; that the base is the uncovered part is derived`),
    },
    maintained: { due: 'later-of-payment-day-and-answer', ...derived('67(5)', noText) },
  };
}

/**
 * Terms of interest by instrument, for its parts with a clock for payment. Instruments that are not
 * here know no interest.
 */
export const shippedInterestTerms: readonly InterestTerms[] = [
  termsOf68('EU-987-2009', (article) => article),
  termsOf68('EFTA', (article) => `Annex K, IR ${article}`),
  termsOf68('GB-WA', (article) => `35, IR ${article}`),
  termsOf68('GB-TCA', (article) => `SSC protocol, as IR ${article}`),
];
