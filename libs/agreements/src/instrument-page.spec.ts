import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { buildInstrumentPage } from './instrument-page.js';
import {
  shippedInstruments,
  shippedInstrumentsVersion,
} from './instruments/shipped-instruments.data.js';
import { shippedStateCurrencies } from './instruments/state-currencies.data.js';

const page = buildInstrumentPage({
  version: '7',
  instruments: shippedInstruments,
  stateCurrencies: shippedStateCurrencies,
});

/** The lines of one section, cells separated by single bars. */
function section(title: string): readonly string[] {
  const [, ...rest] = page.split(`## ${title}\n`);
  const text = rest.join('').split('\n## ')[0] ?? '';
  return text.split('\n').map((line) => line.replace(/\s+\|\s*/g, '|').replace(/^\|\s+/, '|'));
}

describe('the page about instruments', () => {
  it('is the committed one, byte for byte', () => {
    const committed = fileURLToPath(new URL('../../../docs/instruments.md', import.meta.url));
    expect(readFileSync(committed, 'utf8')).toBe(
      page.replace('version 7.', `version ${shippedInstrumentsVersion}.`),
    );
  });

  it('has one line and one section for each part of each instrument', () => {
    const lines = section('All of them').filter((line) => line.startsWith('|`'));
    expect(lines).toHaveLength(shippedInstruments.length);
    for (const { id, part, title } of shippedInstruments) {
      expect(
        lines.filter((line) => line.startsWith(`|\`${id}\`|${part}|${title.en}|`)),
      ).toHaveLength(1);
      expect(section(`${id}, part ${part}`)).toEqual(
        expect.arrayContaining([`${title.en}.`, `In French: ${title.fr}.`]),
      );
    }
  });

  it('tells validity, parties by date, bases, clocks, currency, offsetting and fixed amounts', () => {
    const lines = section('EU-987-2009, part 1');
    const tells = (start: string): boolean => lines.some((line) => line.startsWith(start));
    expect(tells('|BG RO|EU, EU-2007|from 2007-01-01|')).toBe(true);
    expect(tells('|GB|EU, EU-15|from 1973-04-01 to 2020-12-31|')).toBe(true);
    expect(tells('|EU and EU|at all times|at all times|from 2010-05-01|97|V|')).toBe(true);
    expect(tells('|bases|actual-expenditure, fixed-amount|62, 63|V|')).toBe(true);
    expect(tells("|currency|the creditor State's on the day of recording|90|V|")).toBe(true);
    expect(tells('|offsetting|only by an arrangement of the two States|35(3)|D|')).toBe(true);
    expect(
      tells(
        '|filing, actual expenditure|12 months after the end of the half-year of recording; bounds a window; waits for the competent institution|67(1)|V|',
      ),
    ).toBe(true);
    expect(
      tells(
        '|payment|18 months after the end of the month of introduction; counted from an arrival|67(5)|V|',
      ),
    ).toBe(true);
    expect(
      tells('|fixed amounts claimed by|NL, family and pensioner, years from 2010 to 2017|'),
    ).toBe(true);
    expect(
      tells('|Annex IV|AT BE BG CY CZ DE ES FR GR HU IT LU NL PL SE SI from 2010-05-01|'),
    ).toBe(true);
  });

  it('says of an agreement without care what it covers', () => {
    const lines = section('FR-US, part 1').join('\n');
    expect(lines).toContain('|refunds no care, covers|pensions and posting|scope|P|');
    expect(lines).toContain('|in French|les pensions et le détachement|scope|P|');
  });

  it('counts how sure the values are', () => {
    const line = section('All of them').find((one) => one.startsWith('|`FR-TN`|2003|')) ?? '';
    // Two parties, one pair, bases and statements read; currency second hand; documents and offsetting derived.
    expect(line.split('|').at(-2)).toBe('V 5, P 1, D 2');
  });
});
