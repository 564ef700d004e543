import type { OutboxRow } from '@reciproca/messaging';
import { flagOf } from './outcomes.js';

/** Claims that look like the same bill: of the same fingerprint, under different references. */
export class Twins {
  private readonly grown = new Set<string>();

  /** @param known subjects by fingerprint, in the order of their twin numbers; grows with what comes */
  constructor(private readonly known: Map<string, string[]>) {}

  /**
   * Notes a claim.
   *
   * @param fingerprint null where a part of it is missing: then it looks like no other
   * @returns its twin number
   */
  add(fingerprint: string | null, subject: string): number {
    if (fingerprint === null) return 0;
    const subjects = this.known.get(fingerprint);
    if (subjects === undefined) {
      this.known.set(fingerprint, [subject]);
      return 0;
    }
    subjects.push(subject);
    this.grown.add(fingerprint);
    return subjects.length - 1;
  }

  /**
   * Announces each claim of the groups that have grown, once per group.
   *
   * @param nextSequence the number of the next event about a subject
   * @param now instant of the decision, RFC 3339
   */
  flags(nextSequence: (subject: string) => number, now: string): OutboxRow[] {
    return [...this.grown].flatMap((fingerprint) => {
      const subjects = this.known.get(fingerprint) ?? [];
      return subjects.map((subject) => {
        const others = subjects.filter((other) => other !== subject);
        return flagOf({ subject, others, sequence: nextSequence(subject), now });
      });
    });
  }
}
