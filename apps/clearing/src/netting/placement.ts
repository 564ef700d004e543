import type { ArrangementRecord, ExchangeRate } from '@reciproca/agreements';
import { currencyOf } from '@reciproca/money';

/** A cycle before its hashes are known. */
export interface CycleFacts {
  readonly id: string;
  /** `YYYY-MM-DD`. */
  readonly cutoff: string;
  /** The arrangement of two States in force on the cut-off day. */
  readonly arrangementOf: (stateA: string, stateB: string) => ArrangementRecord | undefined;
  /** What a currency is worth in euro on a day, see `ReferenceData`. */
  readonly rateOn: (currency: string, day: string) => ExchangeRate | undefined;
}

/** What decides into which settlement the claims of a ledger account go. */
export interface PlacedFacts {
  readonly creditorState: string;
  readonly debtorState: string;
  readonly instrument: string;
  /** Of the claims. */
  readonly currency: string;
}

/** The settlement that an account's claims go into. */
export interface Placement {
  /** `CYCLE/STATE-STATE/CURRENCY`, with `/CREDITOR` when settled gross. */
  readonly id: string;
  readonly states: readonly [string, string];
  /** In which it is paid; the claims may be in another. */
  readonly currency: string;
  /** Under which the claims are settled. */
  readonly arrangement: ArrangementRecord | undefined;
  readonly offsetting: boolean;
}

/**
 * Where claims go: into one settlement of both directions where an arrangement lets them offset (BR
 * 883/2004 Art 35(3)), otherwise into one of their creditor State; in the settlement currency that
 * the arrangement names, otherwise in their own.
 */
export function placementOf(facts: PlacedFacts, cycle: CycleFacts): Placement {
  const { creditorState, debtorState, instrument } = facts;
  const states = pairOf(creditorState, debtorState);
  const arrangement = applying(cycle.arrangementOf(...states), instrument);
  const offsetting = arrangement?.offsetting ?? false;
  const wanted = arrangement?.settlementCurrency ?? facts.currency;
  const currency = isReplacedByEuro(wanted, cycle.cutoff) ? 'EUR' : wanted;
  const together = `${cycle.id}/${states.join('-')}/${currency}`;
  const id = offsetting ? together : `${together}/${creditorState}`;
  return { id, states, currency, arrangement, offsetting };
}

/** Of offsetting, currency, officers and fee an arrangement speaks only for the instruments it names. */
function applying(
  arrangement: ArrangementRecord | undefined,
  instrument: string,
): ArrangementRecord | undefined {
  return arrangement?.instruments.includes(instrument) === true ? arrangement : undefined;
}

/** From the day after its end the euro stands in for such a currency (Regulation (EC) 974/98 Art 14). */
function isReplacedByEuro(code: string, day: string): boolean {
  const currency = currencyOf(code);
  return (currency?.euroRate ?? null) !== null && (currency?.to ?? day) < day;
}

function pairOf(one: string, other: string): [string, string] {
  return one < other ? [one, other] : [other, one];
}
