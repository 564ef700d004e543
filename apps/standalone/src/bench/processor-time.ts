import { readdirSync, readFileSync } from 'node:fs';

/** Who works for a claim. */
export type Worker = 'Node' | 'PostgreSQL' | 'Kafka';

/** Process numbers; null where the part runs elsewhere. */
export type WorkingProcesses = Readonly<Record<Worker, number | null>>;

/** Processor time used so far, in microseconds, by those that can be seen from here. */
export type ProcessorTime = Readonly<Partial<Record<Worker, number>>>;

/** Linux counts in hundredths of a second, whatever its clock (`man 5 proc`, `USER_HZ`). */
const microsecondsPerTick = 10_000;

interface ProcessTicks {
  readonly parent: number;
  readonly own: number;
  /** Of children that have ended. */
  readonly ended: number;
}

/** Reads what the operating system notes about the processes; nothing where it is not Linux. */
export function processorTime(processes: WorkingProcesses): ProcessorTime {
  if (process.platform !== 'linux') return {};
  const running = allProcesses();
  const entries = Object.entries(processes).flatMap(([worker, pid]) =>
    pid === null ? [] : [[worker, microsecondsOf(pid, running)] as const],
  );
  return Object.fromEntries(entries);
}

/** Microseconds per claim between two readings. */
export function timePerClaim(
  before: ProcessorTime,
  after: ProcessorTime,
  claims: number,
): ProcessorTime {
  const workers = ['Node', 'PostgreSQL', 'Kafka'] as const;
  const used = workers.flatMap((worker) => {
    const [from, to] = [before[worker], after[worker]];
    return from === undefined || to === undefined ? [] : [[worker, (to - from) / claims] as const];
  });
  return Object.fromEntries(used);
}

/** PostgreSQL works in children of its first process, so children count. */
function microsecondsOf(pid: number, running: ReadonlyMap<number, ProcessTicks>): number {
  const first = running.get(pid);
  if (first === undefined) return 0;
  const children = [...running.values()].filter(({ parent }) => parent === pid);
  const ticks = children.reduce(
    (sum, { own, ended }) => sum + own + ended,
    first.own + first.ended,
  );
  return ticks * microsecondsPerTick;
}

function allProcesses(): Map<number, ProcessTicks> {
  const found = new Map<number, ProcessTicks>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const ticks = ticksOf(name);
    if (ticks !== undefined) found.set(Number.parseInt(name, 10), ticks);
  }
  return found;
}

function ticksOf(name: string): ProcessTicks | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${name}/stat`, 'utf8');
  } catch {
    // It ended between the two looks.
    return undefined;
  }
  // Behind the program's name, which may hold anything: state, parent, … the four times as 12th to 15th.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const field = (index: number): number => Number.parseInt(fields[index] ?? '0', 10);
  return { parent: field(1), own: field(11) + field(12), ended: field(13) + field(14) };
}
