import { limits as contractLimits } from '@reciproca/contracts';

/** Limits of a bank file; what passes one is refused while it is being read. */
export const limits = Object.freeze({
  /** Largest file, in bytes: that of any request, some 30 000 entries with all that banks say. */
  fileBytesMax: contractLimits.requestBytesMax,
  /** Most movements in one file. */
  entriesMax: 100_000,
  /** Deepest element; the schemas have some 15 levels. */
  depthMax: 40,
  /** Longest text of one element, in UTF-16 units. */
  textLengthMax: 10_000,
  /** Most elements that one entry or head of a statement may hold. */
  elementsMax: 2_000_000,
  /** Most faults that are told. */
  faultsMax: 20,
  /** Longest remittance that is kept. */
  remittanceLengthMax: 1_000,
});
