import { cycleIdSchema, isoDateSchema } from '@reciproca/contracts';
import type { Output as Answer, routes } from '@reciproca/contracts';
import type { Command } from 'commander';
import { NotReadyError, pathPart } from './api.client.js';
import { usageError } from './cli.errors.js';
import { tableLines } from './output.js';
import { Session } from './session.js';
import { conversionLines, waitingLines } from './settlement-lines.js';
import type { World } from './world.js';

type Preview = Answer<typeof routes.closeCycle, 200>;
type Cycle = Answer<typeof routes.closeCycle, 202>;

interface CycleOptions {
  readonly cutoff: string;
  readonly wait?: boolean;
}

const POLL_MS = 500;
/** A minute of no answer, at two a second. */
const READ_ATTEMPTS = 120;

const help = `
Examples:
  $ reciproca cycle preview 2026-Q1 --cutoff 2026-03-31
  $ reciproca cycle close 2026-Q1 --cutoff 2026-03-31`;

/** `cycle preview` and `cycle close`. */
export function addCycleCommand(program: Command, world: World): void {
  const cycle = program
    .command('cycle')
    .description('preview or close a clearing cycle')
    .addHelpText('after', help);
  cycle
    .command('preview')
    .description('show what a close would give now; changes nothing')
    .argument('<id>', 'the cycle, e.g. 2026-Q1')
    .requiredOption('--cutoff <date>', 'last day that counts, YYYY-MM-DD')
    .addHelpText('after', help)
    .action(async (id: string, options: CycleOptions, command: Command) => {
      await preview(new Session(command, world), request(id, options));
    });
  cycle
    .command('close')
    .description('close a cycle and wait until it is closed')
    .argument('<id>', 'the cycle, e.g. 2026-Q1')
    .requiredOption('--cutoff <date>', 'last day that counts, YYYY-MM-DD')
    .option('--no-wait', 'return at once, while it may still be closing')
    .addHelpText('after', help)
    .action(async (id: string, options: CycleOptions, command: Command) => {
      const waits = options.wait !== false;
      await close(new Session(command, world), { ...request(id, options), waits });
    });
}

interface CycleRequest {
  readonly id: string;
  readonly cutoff: string;
}

function request(id: string, { cutoff }: CycleOptions): CycleRequest {
  if (!cycleIdSchema.safeParse(id).success) {
    throw usageError('the id of a cycle is 1 to 16 of A-Z a-z 0-9 . -');
  }
  if (!isoDateSchema.safeParse(cutoff).success) {
    throw usageError('--cutoff must be a day that exists, YYYY-MM-DD');
  }
  return { id, cutoff };
}

async function post<Body>(session: Session, body: object): Promise<Body> {
  const answer = await session.api.ask<Body>({
    method: 'POST',
    path: '/v1/cycles',
    token: await session.token('dispatcher'),
    body: { contentType: 'application/json', content: JSON.stringify(body) },
  });
  return answer.body;
}

async function preview(session: Session, { id, cutoff }: CycleRequest): Promise<void> {
  const shown = await post<Preview>(session, { id, cutoff, dryRun: true });
  session.output.result(shown, () => previewLines(shown));
}

function previewLines(shown: Preview): string[] {
  const rows = shown.settlements.map(({ settlement, net, currency }) => [
    settlement,
    net.payer,
    net.payee,
    net.amount,
    currency,
  ]);
  const behind = shown.lag.reduce((sum, { behind: messages }) => sum + messages, 0);
  const columns = [
    { heading: 'settlement' },
    { heading: 'payer' },
    { heading: 'payee' },
    { heading: 'net', right: true },
    { heading: '' },
  ];
  return [
    `Cycle ${shown.cycle}, cut-off ${shown.cutoff}: ${shown.claims} claims, ${shown.settlements.length} settlements`,
    ...(rows.length === 0 ? [] : tableLines(columns, rows)),
    ...shown.settlements.flatMap(conversionLines),
    ...waitingLines(shown.waiting),
    ...(behind === 0 ? [] : [`${behind} messages are not booked yet; a close waits for them`]),
  ];
}

async function close(
  session: Session,
  { id, cutoff, waits }: CycleRequest & { readonly waits: boolean },
): Promise<void> {
  let cycle = await post<Cycle>(session, { id, cutoff });
  let told = '';
  while (waits && cycle.status === 'closing') {
    const waitsFor = cycle.waitsFor.map(
      ({ topic, partition, behind }) => `${topic}/${partition} (${behind} behind)`,
    );
    const text = waitsFor.length === 0 ? 'closing' : `closing, waits for ${waitsFor.join(', ')}`;
    if (text !== told) session.output.say(text);
    told = text;
    await session.world.wait(POLL_MS);
    cycle = await read(session, id);
  }
  const shown = cycle;
  session.output.result(shown, () => [
    `Cycle ${shown.cycle}, cut-off ${shown.cutoff}: ${shown.status}, ${shown.claims} claims, ${shown.settlements} settlements`,
    ...(shown.hash === null ? [] : [shown.hash]),
    ...shown.settlementIds.map((settlement) => `  ${settlement}`),
    ...waitingLines(shown.waiting),
  ]);
}

/** The close goes on while the product is restarted, so a while without an answer is waited out. */
async function read(session: Session, id: string): Promise<Cycle> {
  const token = await session.token('dispatcher');
  for (let attempt = 1; ; attempt += 1) {
    try {
      const path = `/v1/cycles/${pathPart(id)}`;
      return (await session.api.ask<Cycle>({ method: 'GET', path, token })).body;
    } catch (error) {
      if (!(error instanceof NotReadyError) || attempt >= READ_ATTEMPTS) throw error;
      if (attempt === 1) session.output.say(error.message);
      await session.world.wait(POLL_MS);
    }
  }
}
