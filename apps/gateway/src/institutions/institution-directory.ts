import { buildReferenceData, isInstitutionOrItsLiaison } from '@reciproca/agreements';
import type { InstitutionRecord, ReferenceData } from '@reciproca/agreements';

/** What the directory keeps of an institution's record: who speaks for it, and when. */
export interface InstitutionVersion {
  readonly id: string;
  /** Counts the versions of one institution from 1. */
  readonly version: number;
  readonly name: string;
  readonly from: string;
  readonly to: string | null;
  readonly liaisonBody: string | null;
}

/**
 * The institutions as the reference topic told them, in memory. Hearing a version again changes
 * nothing, so the topic may be read from its beginning at any time.
 */
export class InstitutionDirectory {
  readonly #versions = new Map<string, Map<number, InstitutionVersion>>();
  #reference: ReferenceData | undefined;

  /** Takes in one version of an institution. */
  learn(version: InstitutionVersion): void {
    const known = this.#versions.get(version.id) ?? new Map<number, InstitutionVersion>();
    known.set(version.version, version);
    this.#versions.set(version.id, known);
    this.#reference = undefined;
  }

  /**
   * Whether `speaker` may send what has `institution` as its source: it is that institution, or the
   * liaison body that its record of the day names.
   * @param question `day`: the UTC day of the question, YYYY-MM-DD
   */
  maySpeakFor(question: {
    readonly speaker: string;
    readonly institution: string;
    readonly day: string;
  }): boolean {
    const { speaker, institution, day } = question;
    this.#reference ??= this.build();
    return isInstitutionOrItsLiaison({ source: speaker, institution, day }, this.#reference);
  }

  private build(): ReferenceData {
    const institutions = [...this.#versions.values()].flatMap((versions) =>
      [...versions.values()].sort((one, other) => one.version - other.version).map(recordOf),
    );
    return buildReferenceData({ institutions, arrangements: [], version: 'gateway' });
  }
}

function recordOf(version: InstitutionVersion): InstitutionRecord {
  const { id, name, from, to, liaisonBody } = version;
  return { id, name, from, to, liaisonBody, accounts: [] };
}
