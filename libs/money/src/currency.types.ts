/** A calendar day, `YYYY-MM-DD`. */
export type IsoDate = string;

/** `units` of a currency are worth `euros` euros, both decimal texts: XPF is 1000 for 8.38. */
export interface EuroQuotation {
  readonly units: string;
  readonly euros: string;
}

/** A currency of ISO 4217 with what settles its amounts. */
export interface Currency {
  /** ISO 4217 letters, e.g. `EUR`. */
  readonly code: string;
  /** Minor-unit decimals of ISO 4217; of HUF none, since none are in use. */
  readonly decimals: number;
  /** First day as legal tender; null when older than any claim here (before 1990). */
  readonly from: IsoDate | null;
  /** Last day; null while in use. */
  readonly to: IsoDate | null;
  /** Irrevocably fixed units per euro (Council regulations under Art 140(3) TFEU), for currencies that the euro replaced; null otherwise. */
  readonly euroRate: string | null;
  /** A parity with the euro fixed by law for a currency in use (XPF, XOF, XAF); null otherwise. */
  readonly euroParity: EuroQuotation | null;
  /** English name. */
  readonly name: string;
}
