import { allTopics } from '@reciproca/contracts';
import { DeadLetterDesk, type ParkedMessage } from '@reciproca/messaging';
import type { Command } from 'commander';
import { usageError } from './cli.errors.js';
import { tableLines } from './output.js';
import { Session } from './session.js';
import type { World } from './world.js';

interface Filter {
  readonly topic?: string;
  readonly code?: string;
}

interface ListOptions extends Filter {
  readonly payload?: boolean;
  readonly all?: boolean;
}

interface ReplayOptions extends Filter {
  readonly dryRun?: boolean;
}

/** A dead letter as it is shown. */
interface ShownLetter {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly code: string;
  readonly detail: string;
  readonly source: { readonly partition: number | null; readonly offset: string | null };
  readonly replayed: boolean;
  readonly payload?: string;
}

const help = `
Examples:
  $ reciproca dead-letters list --code not-json
  $ reciproca dead-letters replay --dry-run
  $ reciproca dead-letters replay --topic claims.inbound.v1 --code handler-failed

Dead letters are messages that nobody could be answered for, kept for 30 days with their bytes as
received. They may hold personal identifiers: --payload shows them. A replayed letter is put on its
topic again and is not replayed twice.`;

/** `dead-letters list` and `dead-letters replay`; both go to the broker itself. */
export function addDeadLettersCommand(program: Command, world: World): void {
  const letters = program
    .command('dead-letters')
    .description('messages that could not be read: list them, put them on their topic again')
    .addHelpText('after', help);
  letters
    .command('list')
    .description('list dead letters, those already replayed left out')
    .option('--topic <topic>', 'only those of this topic, e.g. claims.inbound.v1')
    .option('--code <code>', 'only those with this code')
    .option('--all', 'also those already replayed')
    .option('--payload', 'also their bytes, which may hold personal identifiers')
    .addHelpText('after', help)
    .action(async (options: ListOptions, command: Command) => {
      await list(new Session(command, world), options);
    });
  letters
    .command('replay')
    .description('put dead letters on their topic again, as they were received')
    .option('--topic <topic>', 'only those of this topic, e.g. claims.inbound.v1')
    .option('--code <code>', 'only those with this code')
    .option('--dry-run', 'show what would be replayed')
    .addHelpText('after', help)
    .action(async (options: ReplayOptions, command: Command) => {
      await replay(new Session(command, world), options);
    });
}

/** The topic asked for, or all; one that the product does not know is a mistake of the caller. */
function topicsOf({ topic }: Filter): readonly string[] {
  const known: readonly string[] = allTopics.map(({ name }) => name);
  if (topic === undefined) return known;
  if (!known.includes(topic)) throw usageError(`--topic must be one of ${known.join(', ')}`);
  return [topic];
}

function shown(letter: ParkedMessage, withPayload: boolean): ShownLetter {
  const { topic, partition, offset, code, detail, sourcePartition, sourceOffset } = letter;
  return {
    topic,
    partition,
    offset: offset.toString(),
    code,
    detail,
    source: { partition: sourcePartition ?? null, offset: sourceOffset ?? null },
    replayed: letter.replayed,
    ...(withPayload ? { payload: letter.message.value?.toString('utf8') ?? '' } : {}),
  };
}

async function gather(
  session: Session,
  options: ListOptions,
  wants: (letter: ParkedMessage) => boolean,
): Promise<ShownLetter[]> {
  const topics = topicsOf(options);
  const connection = session.kafka();
  const found = new Map<string, ShownLetter>();
  try {
    const desk = new DeadLetterDesk(connection);
    for (const topic of topics) {
      await desk.read(topic, (letter) => {
        const key = `${topic}/${letter.partition}/${letter.offset}`;
        if (wants(letter)) found.set(key, shown(letter, options.payload === true));
      });
    }
  } finally {
    await connection.close();
  }
  return [...found.values()].sort(byPlace);
}

/** As they stood on their topic, partition by partition. */
function byPlace(left: ShownLetter, right: ShownLetter): number {
  const offset = ({ source }: ShownLetter): number => Number.parseInt(source.offset ?? '0', 10);
  return (
    left.topic.localeCompare(right.topic) ||
    (left.source.partition ?? 0) - (right.source.partition ?? 0) ||
    offset(left) - offset(right)
  );
}

async function list(session: Session, options: ListOptions): Promise<void> {
  const letters = await gather(
    session,
    options,
    ({ code, replayed }) =>
      (options.code === undefined || options.code === code) && (options.all === true || !replayed),
  );
  session.output.result(letters, () =>
    letters.length === 0 ? ['no dead letters'] : letterLines(letters),
  );
}

function letterLines(letters: readonly ShownLetter[]): string[] {
  const columns = [
    { heading: 'code' },
    { heading: 'topic' },
    { heading: 'partition', right: true },
    { heading: 'offset', right: true },
    { heading: 'detail' },
  ];
  const rows = letters.map(({ code, topic, source, detail }) => [
    code,
    topic,
    source.partition,
    source.offset,
    detail,
  ]);
  const lines = tableLines(columns, rows);
  // Control characters of a payload must not reach the terminal.
  const payloads = letters.map(({ payload }) =>
    payload === undefined ? [] : [`  ${JSON.stringify(payload)}`],
  );
  return [
    ...lines.slice(0, 1),
    ...letters.flatMap((_, i) => [lines[i + 1] ?? '', ...(payloads[i] ?? [])]),
  ];
}

async function replay(session: Session, options: ReplayOptions): Promise<void> {
  const wants = (letter: ParkedMessage): boolean =>
    !letter.replayed && (options.code === undefined || options.code === letter.code);
  const dryRun = options.dryRun === true;
  const letters = dryRun
    ? await gather(session, options, wants)
    : await replayed(session, options, wants);
  session.output.result({ dryRun, replayed: letters }, () => [
    ...(letters.length === 0 ? [] : letterLines(letters)),
    dryRun ? `${letters.length} would be replayed` : `${letters.length} replayed`,
  ]);
}

async function replayed(
  session: Session,
  options: ReplayOptions,
  wants: (letter: ParkedMessage) => boolean,
): Promise<ShownLetter[]> {
  const topics = topicsOf(options);
  const connection = session.kafka();
  const done: ShownLetter[] = [];
  try {
    const desk = new DeadLetterDesk(connection);
    for (const topic of topics) {
      const letters = await desk.replay(topic, wants);
      done.push(...letters.map((letter) => ({ ...shown(letter, false), replayed: true })));
    }
  } finally {
    await connection.close();
  }
  return done;
}
