import { moneyLimits } from '@reciproca/money';

/**
 * Every limit of the contract in one place. They are part of the generated schemas, so that a
 * client can see them; raising one is compatible, lowering one is not.
 */
export const limits = Object.freeze({
  /** Largest message taken from Kafka or as one event over HTTP, in bytes. */
  messageBytesMax: 1_048_576,
  /** Largest HTTP request body (many events or CSV lines), in bytes. */
  requestBytesMax: 33_554_432,
  /** Most events or lines in one HTTP request. */
  requestEventsMax: 20_000,
  /** Longest CloudEvent attribute (`id`, `source`, `subject`), in UTF-16 units. */
  attributeLengthMax: 256,
  /** Longest claim, statement, contestation, credit note, waiver or payment reference. */
  referenceLengthMax: 64,
  /** Longest `STATE:CODE`: two letters, a colon and 32 characters. */
  institutionLengthMax: 35,
  /** Most benefit lines in one claim. */
  benefitsMax: 200,
  /** Digits before the dot of an amount in a message to the product. */
  amountIntegerDigitsMax: 15,
  /**
   * Digits before the dot of a sum or a converted amount: nine more for a thousand million amounts,
   * twelve for the rate of each of two currencies, so that none that can come about is too long.
   */
  sumIntegerDigitsMax: 48,
  /** Digits of a rate of exchange on either side of its dot. */
  rateDigitsMax: 12,
  /** Digits after the dot of an amount in any currency; the currency may allow fewer. */
  amountDecimalsMax: 4,
  /** Longest free-text note or reason. */
  noteLengthMax: 2_000,
  /** Longest short text: a name, an authority, the name of a form. */
  textLengthMax: 256,
  /** Longest personal identifier or entitlement number. */
  personIdentifierLengthMax: 128,
  /** Longest cycle id. */
  cycleLengthMax: 16,
  /** Most months and persons of one fixed-amount claim (a whole inventory of one age group). */
  monthsMax: 100_000_000,
  /** Most claims that one statement may announce. */
  statementClaimsMax: 10_000_000,
  /** Items of a page when the client names no limit. */
  pageDefault: 100,
  /** Most items of a page. */
  pageMax: 1_000,
  /** Claims of a settlement that an explanation holds when the client names no number. */
  explainedClaimsDefault: 20,
  /** Most claims of an explanation: each is decided anew. */
  explainedClaimsMax: 200,
  /** Longest cursor. */
  cursorLengthMax: 512,
  /** Longest `Idempotency-Key`. */
  idempotencyKeyLengthMax: 128,
  /** Most records of one reference data import. */
  referenceRecordsMax: 10_000,
  /** Most accounts of one institution. */
  accountsMax: 100,
  /** Most settlements that one rejection may name. */
  rejectedSettlementsMax: 10_000,
  /** Most open items of one import; it is taken whole or refused whole. */
  openItemsMax: 100_000,
  /** Most lines of one list of open claims that is held against the books. */
  mirrorLinesMax: 100_000,
  /** Most claims listed that the books alone hold, in the answer to such a list. */
  mirrorOnlyOursMax: 200_000,
  /** Most days that an arrangement gives the payee State to accept. */
  acceptanceDaysMax: 366,
  /** Most differences that may be listed against one published balance; they make one event. */
  balanceDifferencesMax: 2_000,
  /** Most faults listed in one answer. */
  faultsMax: 1_000,
  /** Most characters of one row of an imported CSV. */
  csvRowLengthMax: 65_536,
  /** Rows of an imported CSV with wrong quotes, after which it is read no further. */
  csvUnreadableRowsMax: 100,
  /** Minutes that the `time` of a message may lie ahead of its arrival. */
  timeAheadMinutesMax: 24 * 60,
});

const sumGrowthDigits = 9;

/** Throws when two limits contradict each other; called once, when the library is loaded. */
function assertLimits(): void {
  const relations: readonly (readonly [boolean, string])[] = [
    [limits.messageBytesMax <= limits.requestBytesMax, 'one message must fit into one request'],
    [limits.pageDefault <= limits.pageMax, 'the default page must be allowed'],
    [
      limits.institutionLengthMax + 1 + limits.referenceLengthMax <= limits.attributeLengthMax,
      'a subject must fit into an attribute',
    ],
    [limits.benefitsMax * 256 <= limits.messageBytesMax, 'all benefits must fit into one message'],
    [
      limits.balanceDifferencesMax * 512 <= limits.messageBytesMax,
      'all differences of a balance must fit into one message',
    ],
    [limits.amountDecimalsMax >= 3, 'TND has three decimals'],
    [
      limits.amountIntegerDigitsMax + sumGrowthDigits + 2 * limits.rateDigitsMax <=
        limits.sumIntegerDigitsMax,
      'the sum of a thousand million amounts must be allowed, also converted',
    ],
    [
      limits.sumIntegerDigitsMax <= moneyLimits.integerDigitsMax,
      'every amount that is told must be one that can be read',
    ],
    [
      limits.benefitsMax * 2 <= limits.faultsMax,
      'every fault of one claim must fit into one answer',
    ],
  ];
  for (const [holds, why] of relations) {
    if (!holds) throw new Error(`limits contradict each other: ${why}`);
  }
}

assertLimits();
