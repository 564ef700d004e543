import { describe, expect, it } from '@jest/globals';
import { consequenceOf, type Deadline } from './deadline-consequences.js';
import { tell } from './explanations.js';
import { shippedInstruments } from './instruments/shipped-instruments.data.js';

/*
 * The articles are those of Regulation (EC) No 987/2009, Arts 67 and 68, and of decree 2011-512,
 * Art 34: what is expected stands here in words of its own.
 */
const cases: readonly (readonly [Deadline, readonly string[]])[] = [
  [
    { kind: 'downPaymentBy', instrument: 'EU-987-2009', part: '1' },
    ['90 %', 'shields', 'EU-987-2009/68(1)'],
  ],
  [
    { kind: 'payBy', instrument: 'EU-987-2009', part: '1' },
    ['interest', 'EU-987-2009/67(5)', 'EU-987-2009/68(1)'],
  ],
  [
    { kind: 'replyBy', instrument: 'EU-987-2009', part: '1' },
    ['Silence has no effect', 'EU-987-2009/67'],
  ],
  [
    { kind: 'disputeEnds', instrument: 'EU-987-2009', part: '1' },
    ['Audit Board', '67(6)', '67(7)', 'within 6 months'],
  ],
  [{ kind: 'downPaymentBy', instrument: 'EFTA', part: '2' }, ['90 %', 'EFTA/Annex K, IR 68(1)']],
  [
    { kind: 'payBy', instrument: 'GB-WA', part: 'eu' },
    ['interest', 'GB-WA/35, IR 67(5)', 'GB-WA/35, IR 68(1)'],
  ],
  [
    { kind: 'disputeEnds', instrument: 'GB-WA', part: 'eu' },
    ['no longer be contested', 'GB-WA/35, IR 67(6)'],
  ],
  [{ kind: 'payBy', instrument: 'FR-DEC-PM', part: '1' }, ['an advance is due', 'FR-DEC-PM/34']],
  [
    { kind: 'disputeEnds', instrument: 'FR-DEC-PM', part: '1' },
    ['no longer be contested', 'FR-DEC-PM/34'],
  ],
];

describe('what the law attaches to the passing of a day', () => {
  it.each(cases)('of %j is told with its article', (deadline, expected) => {
    const text = tell(consequenceOf(deadline), 'en');
    for (const words of expected) expect(text).toContain(words);
  });

  it('names the Audit Board under the regulation alone', () => {
    const boards = shippedInstruments.flatMap(({ id: instrument, part, refundsCare }) => {
      const text = tell(consequenceOf({ kind: 'disputeEnds', instrument, part }), 'en');
      return refundsCare && text.includes('Audit Board') ? [instrument] : [];
    });
    expect(new Set(boards)).toEqual(new Set(['EU-987-2009']));
  });

  it('promises interest under no text that knows none', () => {
    const text = tell(consequenceOf({ kind: 'payBy', instrument: 'FR-DEC-PM', part: '1' }), 'en');
    expect(text).not.toContain('interest');
  });

  it('needs no part where the texts of an instrument agree, and no clock that is gone', () => {
    const of = (part: string | null) => consequenceOf({ kind: 'payBy', instrument: 'EFTA', part });
    // The first part is that of old law, in which nothing is bound to a day.
    expect(of(null)).toEqual(of('2'));
    const gone = consequenceOf({ kind: 'payBy', instrument: 'FR-MC', part: 'gone' });
    expect(tell(gone, 'en')).toContain('(FR-MC)');
  });

  it('is told in French', () => {
    const sentence = consequenceOf({ kind: 'payBy', instrument: 'EU-987-2009', part: '1' });
    expect(tell(sentence, 'fr')).toBe(
      "Ce qui n'est pas payé ce jour est en retard (EU-987-2009/67(5)) et porte intérêt dès le lendemain, sauf si un acompte en préserve (EU-987-2009/68(1)) ; une contestation tardive ne diffère plus le paiement",
    );
  });
});
