import type { Input, Output, routes } from '@reciproca/contracts';
import type { Database } from '@reciproca/database';
import { answerOnce } from '../requests/index.js';
import type { CloseService } from './close.service.js';
import { findCycle, type CycleRow } from './cycles.repository.js';
import { settlementsOf } from './settlement-views.repository.js';

/** A cycle as the contract shows it. */
export type CycleView = Output<typeof routes.readCycle>;
/** What a close would give now. */
export type CyclePreview = Output<typeof routes.closeCycle, 200>;

/** A request to close a cycle, or to show what a close would give. */
export interface CycleRequest {
  readonly body: Input<typeof routes.closeCycle>['body'];
  /** Who asks, `iss` and `sub`. */
  readonly person: string;
  readonly idempotencyKey: string | undefined;
}

/** Asks for closes and shows cycles. */
export class CycleViews {
  constructor(
    private readonly database: Database,
    private readonly closing: CloseService,
  ) {}

  /** What a close would give now; changes nothing. */
  async preview({ body }: CycleRequest): Promise<CyclePreview> {
    const { id, cutoff } = body;
    const { settlements, claims, hash, lag, waiting } = await this.closing.preview(id, cutoff);
    return {
      cycle: id,
      cutoff,
      dryRun: true,
      settlements: [...settlements],
      claims,
      hash,
      lag,
      waiting: [...waiting],
    };
  }

  /**
   * Asks for a close. The same id and cut-off again is the same cycle, so a key is only held to its
   * request: what is answered is always the cycle as it stands now.
   *
   * @throws ProblemError cycle-cutoff-differs, cutoff-not-increasing, cutoff-in-future,
   *   cycle-closing, idempotency-key-reused
   */
  async close({ body, person, idempotencyKey: key }: CycleRequest): Promise<CycleView> {
    const { id, cutoff } = body;
    const request = { route: 'closeCycle', id, cutoff };
    await this.database.transaction((transaction) =>
      answerOnce(transaction, { person, key, request }, () => Promise.resolve(null)),
    );
    return this.view(await this.closing.request({ id, cutoff, by: person }));
  }

  /** A cycle; undefined when there is none of this id. */
  async read(id: string): Promise<CycleView | undefined> {
    const cycle = await findCycle(this.database, id);
    return cycle === undefined ? undefined : this.view(cycle);
  }

  private async view(cycle: CycleRow): Promise<CycleView> {
    const { id, cutoff, status, hash, requested_by: closedBy } = cycle;
    const settlementIds = await settlementsOf(this.database, id);
    return {
      cycle: id,
      cutoff,
      status,
      settlements: settlementIds.length,
      claims: Number.parseInt(cycle.claims ?? '0', 10),
      hash,
      closedBy,
      referenceVersion: cycle.reference_version,
      waitsFor: status === 'closing' ? await this.closing.lagOf(cycle.wait_for) : [],
      settlementIds,
      waiting: [...cycle.waiting],
    };
  }
}
