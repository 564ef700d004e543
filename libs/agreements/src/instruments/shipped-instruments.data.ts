import type { ShippedInstrument } from '../instrument.schema.js';
import { eftaConvention } from './efta.data.js';
import { eu574Of72 } from './eu-574-72.data.js';
import { eu987Of2009 } from './eu-987-2009.data.js';
import { frenchAgreements } from './french-agreements.data.js';
import { frenchAgreementsWithoutCare } from './french-agreements-without-care.data.js';
import { frenchDecrees } from './french-decrees.data.js';
import { unitedKingdom } from './united-kingdom.data.js';

/** Every instrument shipped with the product. */
export const shippedInstruments: readonly ShippedInstrument[] = [
  eu987Of2009,
  eu574Of72,
  ...eftaConvention,
  ...unitedKingdom,
  ...frenchAgreements,
  ...frenchAgreementsWithoutCare,
  ...frenchDecrees,
];

/** Version of the shipped instruments and state currencies; decisions record it. Raise it with the data. */
export const shippedInstrumentsVersion = '2';
