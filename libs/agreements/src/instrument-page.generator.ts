/*
 * Writes `docs/instruments.md` from the shipped instruments. Run by `npm run generate`.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildInstrumentPage } from './instrument-page.js';
import {
  shippedInstruments,
  shippedInstrumentsVersion,
} from './instruments/shipped-instruments.data.js';
import { shippedStateCurrencies } from './instruments/state-currencies.data.js';

writeFileSync(
  fileURLToPath(new URL('../../../docs/instruments.md', import.meta.url)),
  buildInstrumentPage({
    version: shippedInstrumentsVersion,
    instruments: shippedInstruments,
    stateCurrencies: shippedStateCurrencies,
  }),
);
