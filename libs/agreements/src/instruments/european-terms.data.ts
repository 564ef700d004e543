import type { Clock, Confidence, FilingClock, Instrument, Span } from '../instrument.schema.js';

export const always: Span = { from: null, to: null };

/** How a text that takes over Regulation 987/2009 cites an article of it, and where it does so. */
export interface Adoption {
  /** E.g. `67(1)` gives `67(1)` in the regulation itself, `35, IR 67(1)` in the Withdrawal Agreement. */
  readonly cite: (article: string) => string;
  readonly source: string;
  /** The most that is sure about a value of the text, however sure it is in the regulation; null: as sure as there. */
  readonly mark: Confidence | null;
}

/** The clocks of Regulation 987/2009, Arts 67 and 68. */
export function clocksOf987(adoption: Adoption): Instrument['clocks'] {
  const read = (article: string, mark: Confidence = 'V') => ({
    article: adoption.cite(article),
    source: adoption.source,
    mark: adoption.mark ?? mark,
  });
  return {
    filing: {
      'actual-expenditure': {
        startsWith: 'recording',
        afterEndOf: 'half-year',
        months: 12,
        kind: 'bounded-by-window',
        waitsForCompetentInstitution: true,
        ...read('67(1)'),
      },
      'fixed-amount': {
        startsWith: 'publication',
        afterEndOf: 'month',
        months: 12,
        kind: 'bounded-by-window',
        waitsForCompetentInstitution: false,
        ...read('67(2)'),
      },
    },
    inventory: {
      startsWith: 'care-end',
      afterEndOf: 'year',
      months: 12,
      kind: 'bounded-by-window',
      waitsForCompetentInstitution: false,
      ...read('67(2)'),
    },
    notification: null,
    downPayment: fromIntroduction(6, read('68(1)')),
    payment: fromIntroduction(18, read('67(5)')),
    dispute: fromIntroduction(36, read('67(6)')),
    reply: {
      startsWith: 'receipt',
      afterEndOf: 'month',
      months: 12,
      kind: 'counted-from-arrival',
      waitsForCompetentInstitution: false,
      article: adoption.cite('67'),
      source: 'parameter: no text that fixes the time of a reply was found',
      mark: 'D',
    },
  };
}

/** The same clocks for a text that knows actual expenditure alone. */
export function withoutFixedAmounts(clocks: Instrument['clocks']): Instrument['clocks'] {
  const { 'fixed-amount': _, ...filing } = clocks.filing;
  return { ...clocks, filing, inventory: null };
}

function fromIntroduction(
  months: number,
  provenance: Pick<Clock, 'article' | 'source' | 'mark'>,
): Clock {
  return {
    startsWith: 'introduction',
    afterEndOf: 'month',
    months,
    kind: 'counted-from-arrival',
    waitsForCompetentInstitution: false,
    ...provenance,
  };
}

/** The clocks of Regulation 574/72: old claims may be disregarded, nothing else is bound to a day. */
export function clocksOf574(source: string): Instrument['clocks'] {
  const clock = (startsWith: FilingClock['startsWith'], afterEndOf: Clock['afterEndOf']) => ({
    startsWith,
    afterEndOf,
    months: 36,
    kind: 'bounded-by-window' as const,
    waitsForCompetentInstitution: false,
    article: '100',
    source,
    mark: 'D' as const,
  });
  return {
    ...noClocks,
    filing: {
      'actual-expenditure': clock('care-end', 'year'),
      'fixed-amount': clock('publication', 'month'),
    },
  };
}

/** Of texts that bind no step to a day. */
export const noClocks: Instrument['clocks'] = {
  filing: {},
  inventory: null,
  notification: null,
  downPayment: null,
  payment: null,
  dispute: null,
  reply: null,
};

/** Which care each European document opens, with the article of each. */
export function europeanDocuments(
  article: Readonly<Record<keyof Instrument['entitlement']['accepted'], string>>,
): Instrument['entitlement']['accepted'] {
  return {
    EHIC: { careTypes: ['unplanned', 'medical-check'], article: article.EHIC },
    PRC: { careTypes: ['unplanned', 'medical-check'], article: article.PRC },
    S1: { careTypes: ['residence', 'medical-check'], article: article.S1 },
    S2: { careTypes: ['planned', 'medical-check'], article: article.S2 },
    S3: { careTypes: ['residence', 'medical-check'], article: article.S3 },
    DA1: {
      careTypes: ['unplanned', 'planned', 'residence', 'medical-check'],
      article: article.DA1,
    },
    FORM: {
      careTypes: ['unplanned', 'planned', 'residence', 'medical-check'],
      article: article.FORM,
    },
  };
}

/** The documents of Regulation 987/2009, as another text cites them. */
export function entitlementOf987({ cite, source }: Adoption): Instrument['entitlement'] {
  return {
    accepted: europeanDocuments({
      EHIC: cite('25'),
      PRC: cite('25'),
      S1: cite('24'),
      S2: cite('26'),
      S3: cite('29'),
      DA1: cite('33'),
      FORM: cite('5'),
    }),
    article: cite('24, 25, 26, 29, 33'),
    source,
    mark: 'D',
  };
}

/** The documents of Regulation 574/72 (E 106, E 111, E 112, E 121, E 123 and their cards). */
export function entitlementOf574(source: string): Instrument['entitlement'] {
  return {
    accepted: europeanDocuments({
      EHIC: '21',
      PRC: '21',
      S1: '17',
      S2: '23',
      S3: '20',
      DA1: '62',
      FORM: '2',
    }),
    article: '17, 20, 21, 23, 62',
    source,
    mark: 'D',
  };
}

/** Netting by an agreement of the two States alone: no text lets a debtor net on its own. */
export function offsettingBy(article: string, source: string): Instrument['offsetting'] {
  return { rule: 'by-arrangement', article, source, mark: 'D' };
}
