import { addDays } from '@reciproca/agreements';
import { keyOf, subjectOf, topics } from '@reciproca/contracts';
import type { OutboxRow } from '@reciproca/messaging';
import { ownEvent } from '../messages/index.js';
import { deadlineViewOf, isAtStake, type BookedDeadline } from './deadline.js';

/** What is said of a deadline, in this order. */
export type Said = 'approaching' | 'passed';

/** A deadline that a run looks at. */
export interface DueDeadline extends BookedDeadline {
  /** Whether its approach was said before. */
  readonly isAnnounced: boolean;
  /** Events about its subject so far. */
  readonly sequence: number;
}

/** Up to which day a run says what is to be said. */
export interface RunDays {
  /** A day before this one has passed, `YYYY-MM-DD`. */
  readonly until: string;
  /** So many days before its day a deadline approaches. */
  readonly approachDays: number;
}

/** What was said of which deadline. */
export interface Notice extends Pick<BookedDeadline, 'about' | 'kind' | 'part'> {
  readonly said: Said;
}

/** What a run says of some deadlines: the notices to keep, and the events. */
export interface Notices {
  readonly notices: readonly Notice[];
  readonly rows: readonly OutboxRow[];
}

/** The last day whose approach a run says. */
export function horizonOf({ until, approachDays }: RunDays): string {
  return addDays(until, approachDays);
}

/**
 * What is to be said of a deadline that has not passed in silence before.
 *
 * @param deadline on or before the horizon of the run, its passing not said yet
 */
export function saidOf(
  deadline: Pick<DueDeadline, 'on' | 'isAnnounced'>,
  { until }: RunDays,
): Said[] {
  const approach: Said[] = deadline.isAnnounced ? [] : ['approaching'];
  return deadline.on < until ? [...approach, 'passed'] : approach;
}

/**
 * What a run says. Several deadlines may be of one subject: its events are counted on.
 *
 * @param deadlines see {@link saidOf}
 * @param given `now`: instant of the run, RFC 3339
 */
export function noticesOf(
  deadlines: readonly DueDeadline[],
  given: RunDays & { readonly now: string },
): Notices {
  const sequences = new Map<string, number>();
  const notices: Notice[] = [];
  const rows: OutboxRow[] = [];
  for (const deadline of deadlines.filter(isAtStake)) {
    const { about, kind, part, institution, reference } = deadline;
    const subject = subjectOf({ institution, reference });
    for (const said of saidOf(deadline, given)) {
      const sequence = (sequences.get(subject) ?? deadline.sequence) + 1;
      sequences.set(subject, sequence);
      notices.push({ about, kind, part, said });
      rows.push(
        ownEvent({
          id: keyOf(`deadline.${said}`, kind, subject, part),
          type: `deadline.${said}.v1`,
          topic: topics.claimsOutcomes.name,
          subject,
          now: given.now,
          data: { sequence, ...deadlineViewOf(deadline, 'en') },
        }),
      );
    }
  }
  return { notices, rows };
}
