import { createHmac, type KeyObject } from 'node:crypto';
import { uuidOf } from '@reciproca/contracts';

/**
 * Keyed one-way names for what must not be stored: persons, and what messages said (their contents
 * hold personal identifiers, so an unkeyed hash could be guessed). HMAC-SHA-256 (RFC 2104), cut to
 * 128 bits.
 */
export class Pseudonyms {
  constructor(private readonly key: KeyObject) {}

  /** The pseudonym of a person, `p:` and 32 hex digits; the same person, the same pseudonym. */
  person(identifier: string): string {
    return `p:${this.keyed(`person\n${identifier}`)}`;
  }

  /** The pseudonym of an officer, `o:` and 32 hex digits, for the other State of a settlement. */
  officer(person: string): string {
    return `o:${this.keyed(`officer\n${person}`)}`;
  }

  /** The keyed hash of what a message said, as a UUID. */
  content(canonical: string): string {
    return uuidOf(this.keyed(`content\n${canonical}`));
  }

  private keyed(text: string): string {
    return createHmac('sha256', this.key).update(text).digest('hex').slice(0, 32);
  }
}
