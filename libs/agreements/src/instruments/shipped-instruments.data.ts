import type { Instrument } from '../instrument.schema.js';
import { eu987Of2009 } from './eu-987-2009.data.js';

/** Every instrument shipped with the product. */
export const shippedInstruments: readonly Instrument[] = [eu987Of2009];

/** Version of the shipped instruments and state currencies; decisions record it. Raise it with the data. */
export const shippedInstrumentsVersion = '1';
