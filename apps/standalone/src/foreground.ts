import { rm } from 'node:fs/promises';
import { constants } from 'node:os';
import { exitOnStartError } from '@reciproca/runtime';
import { prepareMachine, type Machine, type MachineOptions } from './machine.js';

/**
 * Prepares the machine as the main work of a process: what the surroundings do not allow ends it with
 * exit code 1 and plain words, Ctrl-C and SIGTERM end it with 128 + the signal's number; neither leaves
 * a server or a throw-away folder. Whoever goes on may listen to the signals from then on.
 */
export async function prepareForeground(options: Omit<MachineOptions, 'signal'>): Promise<Machine> {
  const interruption = new AbortController();
  let machine: Machine | undefined;
  // Stays, so that there is no moment in which a signal meets no listener and kills.
  const interrupt = (signal: NodeJS.Signals): void => {
    interruption.abort(signal);
    if (machine !== undefined && process.listenerCount(signal) === 1) exitOn(signal);
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    machine = await exitOnStartError(() => prepareOrClear(options, interruption.signal));
    return machine;
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    return exitOn(interruption.signal.reason as NodeJS.Signals);
  }
}

async function prepareOrClear(
  options: Omit<MachineOptions, 'signal'>,
  signal: AbortSignal,
): Promise<Machine> {
  try {
    const machine = await prepareMachine({ ...options, signal });
    if (signal.aborted) await machine.parts.stop();
    signal.throwIfAborted();
    return machine;
  } catch (error) {
    if (options.temporary === true) {
      await rm(options.config.dataDir, { recursive: true, force: true });
    }
    throw error;
  }
}

function exitOn(signal: NodeJS.Signals): never {
  process.exit(128 + constants.signals[signal]);
}
