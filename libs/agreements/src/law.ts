import type { IsoDate } from '@reciproca/money';
import type { Binding } from './compiled-instruments.js';

/** What records are held against: which texts bind two States, and in which currencies States claim. */
export interface Law {
  /** Every text that binds the two States, in either order, on some day. */
  bindingsBetween(stateA: string, stateB: string): readonly Binding[];
  /** Every currency in which a State could claim on a day from the first to the last; none when the data do not say. */
  currenciesOfStateBetween(state: string, first: IsoDate, last: IsoDate): readonly string[];
}
