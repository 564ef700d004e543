import type { Confidence } from '../instrument.schema.js';

/** A national currency that another one replaced at a rate fixed by law. */
export interface Redenomination {
  readonly before: string;
  readonly after: string;
  /** Units of the old currency for one of the new. */
  readonly units: string;
  readonly source: string;
  readonly mark: Confidence;
}

/** Changes of national currencies among the States of the instruments, other than to the euro. */
export const redenominations: readonly Redenomination[] = [
  { before: 'TRL', after: 'TRY', units: '1000000', source: 'Turkish Act 5083', mark: 'M' },
  {
    before: 'CSD',
    after: 'RSD',
    units: '1',
    source: 'ISO 4217, the dinar of 25.10.2006 at par',
    mark: 'M',
  },
];
