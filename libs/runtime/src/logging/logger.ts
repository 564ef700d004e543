import { pino, stdTimeFunctions, type DestinationStream, type Logger as PinoLogger } from 'pino';

import type { LogLevel } from '../config/config-fields.js';
import { redactValue } from './redact.js';

/** The structured log: JSON lines, `logger.info({ cycle }, 'cycle closed')`. */
export type Logger = PinoLogger;

/** How a process logs. */
export interface LoggerOptions {
  /** Name of the app, on every line. */
  readonly name: string;
  readonly level: LogLevel;
  /** Where the lines go; standard output when absent. */
  readonly destination?: DestinationStream;
}

/**
 * The one place that every line passes: fields bound to a child and formatted messages are not seen
 * by the formatters. Errors and bytes were already turned into plain fields there.
 */
function redactLine(line: string): string {
  return `${JSON.stringify(redactValue(JSON.parse(line)))}\n`;
}

/**
 * Makes the log of a process. Each line is one JSON object with `level` as a word, `time` as RFC 3339
 * in UTC, `name` and `msg`. Everything that is logged passes the redaction, whatever its key.
 */
export function createLogger(options: LoggerOptions): Logger {
  const settings = {
    name: options.name,
    level: options.level,
    base: { name: options.name, pid: process.pid },
    timestamp: stdTimeFunctions.isoTime,
    // The redaction below handles errors too; the built-in serializer would copy drivers' parameters.
    serializers: { err: redactValue, error: redactValue },
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: object) => redactValue(fields) as Record<string, unknown>,
    },
    hooks: { streamWrite: redactLine },
  };
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination);
}
