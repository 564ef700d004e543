import type { Language } from '@reciproca/agreements';
import { limits } from '@reciproca/contracts';
import type { Database } from '@reciproca/database';
import type { ClaimReasons } from '../claims/index.js';
import type { Pseudonyms } from '../messages/index.js';
import { findSettlement, newsOf, readSettlementClaims } from '../netting/index.js';
import { pageOf, readOneState, startOf } from '../requests/index.js';
import { decisionsOf, stepsOf, type Explanation } from './explanation.js';

/** What is explained, and to whom. */
export interface ExplanationRequest {
  readonly settlement: string;
  readonly language: Language;
  /** Whether the reader may see what is the payer's alone; otherwise persons are pseudonyms. */
  readonly isOfPayer: (payer: string) => boolean;
  readonly limit?: number;
  readonly cursor?: string;
}

/** Explains settlements: from the net down to the rules of each claim. */
export class Explanations {
  constructor(
    private readonly database: Database,
    private readonly reasons: ClaimReasons,
    private readonly pseudonyms: Pseudonyms,
  ) {}

  /** From one state of the books; undefined when there is no settlement of this id. */
  async explain(request: ExplanationRequest): Promise<Explanation | undefined> {
    const { settlement: id, language, isOfPayer } = request;
    const { limit = limits.explainedClaimsDefault, cursor } = request;
    const [after = '0'] = startOf(cursor, [/^\d{1,18}$/]) ?? [];
    return this.database.transaction(async (transaction) => {
      await readOneState(transaction);
      const found = await findSettlement(transaction, id);
      if (found === undefined) return undefined;
      const { number, proposal, status } = found;
      const claims = await readSettlementClaims(transaction, { number, after, limit: limit + 1 });
      const page = pageOf(claims, limit, ({ place }) => [place]);
      const places = page.items.map(({ place }) => place);
      const why = await this.reasons.explain(transaction, places, language);
      const seesPersons = isOfPayer(proposal.net.payer);
      const nameOf = (person: string): string =>
        seesPersons || person.startsWith('urn:') ? person : this.pseudonyms.officer(person);
      return {
        ...proposal,
        status,
        steps: stepsOf(proposal, language),
        decisions: decisionsOf(await newsOf(transaction, id), {
          currency: proposal.currency,
          language,
          nameOf,
        }),
        claims: {
          items: page.items.flatMap(({ place, claim }) => {
            const explained = why.get(place);
            return explained === undefined ? [] : [{ ...claim, ...explained }];
          }),
          next: page.next,
        },
      };
    });
  }
}
