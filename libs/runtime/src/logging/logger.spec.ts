import { describe, expect, it } from '@jest/globals';

import { createLogger, type Logger } from './logger.js';
import { NestLogger } from './nest-logger.js';

function capture(level: 'info' | 'trace' = 'info'): { logger: Logger; lines: string[] } {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  return { logger: createLogger({ name: 'clearing', level, destination }), lines };
}

function fieldsOf(line: string | undefined): Record<string, unknown> {
  return JSON.parse(line ?? '') as Record<string, unknown>;
}

const event = {
  id: '7b0c',
  data: {
    claim: { reference: '2025-H1-000123' },
    entitlement: { document: 'EHIC', number: '80250000010000000001' },
    beneficiary: { id: '9f2-person' },
  },
};

describe('the log', () => {
  it('writes one JSON object per line with level, time, name and message', () => {
    const { logger, lines } = capture();
    logger.info({ cycle: '2026-Q1' }, 'cycle closed');

    expect(lines).toHaveLength(1);
    expect(fieldsOf(lines[0])).toMatchObject({
      level: 'info',
      name: 'clearing',
      cycle: '2026-Q1',
      msg: 'cycle closed',
    });
    expect(fieldsOf(lines[0])['time']).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it('leaves out what is below its level', () => {
    const { logger, lines } = capture();
    logger.debug('detail');
    expect(lines).toHaveLength(0);
  });

  it.each([
    ['an event', { event }],
    ['a list of events', { events: [[event]] }],
    ['an event as text', { body: JSON.stringify(event) }],
    ['an event as text inside text', { body: JSON.stringify({ raw: JSON.stringify(event) }) }],
    ['an error whose message quotes it', { err: new Error(JSON.stringify(event)) }],
    ['an error under any name', { failure: new Error(`bad: ${JSON.stringify(event)}`) }],
    ['a cause', { err: new Error('outer', { cause: new Error(JSON.stringify(event)) }) }],
    ['flat columns', { row: { 'entitlement.number': '80250000010000000001' } }],
    ['the bytes of a message', { value: Buffer.from(JSON.stringify(event)) }],
    [
      'the parameters that a driver hangs on its error',
      { err: Object.assign(new Error('x'), { parameters: ['9f2-person'], detail: '9f2-person' }) },
    ],
  ])('keeps no personal identifier of %s', (_name, fields) => {
    const { logger, lines } = capture();
    logger.info(fields, 'received');
    logger.child(fields).info('bound');
    logger.info(`in the message: ${JSON.stringify(event)}`);
    logger.info('formatted %j', event);

    expect(lines.join('')).not.toMatch(/80250000010000000001|9f2-person/);
    expect(lines).toHaveLength(4);
    lines.forEach((line) => expect(() => fieldsOf(line)).not.toThrow());
  });

  it.each([
    ['a password in an address', { url: 'postgres://app:hunter2@db:5432/x' }],
    ['the same in an error', { err: new Error('connect postgres://app:hunter2@db/x failed') }],
    ['a header', { headers: { Authorization: 'Bearer hunter2', cookie: 'hunter2' } }],
    ['a bearer token in a text', { text: 'Authorization: Bearer hunter2' }],
    ['the pseudonym key', { pseudonymKey: 'hunter2', PSEUDONYM_KEY: 'hunter2' }],
    ['the environment', { text: 'PSEUDONYM_KEY=hunter2 KAFKA_SASL_PASSWORD=hunter2' }],
    ['a configuration', { kafka: { sasl: { username: 'u', password: 'hunter2' } } }],
  ])('keeps no secret of %s', (_name, fields) => {
    const { logger, lines } = capture();
    logger.info(fields, 'started');
    expect(lines.join('')).not.toContain('hunter2');
  });

  it('keeps what helps to find a claim', () => {
    const { logger, lines } = capture();
    logger.info({ event, entitlement: 'EHIC' }, 'received');
    expect(fieldsOf(lines[0])).toMatchObject({
      event: {
        id: '7b0c',
        data: { claim: { reference: '2025-H1-000123' }, entitlement: { document: 'EHIC' } },
      },
      entitlement: 'EHIC',
    });
  });

  it('keeps type, code and stack of an error', () => {
    const { logger, lines } = capture();
    logger.error({ err: Object.assign(new TypeError('broken'), { code: '40001' }) }, 'failed');
    expect(fieldsOf(lines[0])['err']).toMatchObject({
      type: 'TypeError',
      message: 'broken',
      code: '40001',
      stack: expect.stringContaining('logger.spec'),
    });
  });

  it('survives cycles and very long lists', () => {
    const { logger, lines } = capture();
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    logger.info({ loop, many: Array.from({ length: 100_000 }, (_, index) => index) }, 'odd');
    expect(lines[0]?.length).toBeLessThan(2_000);
  });
});

describe('NestLogger', () => {
  it('gives each of the levels of Nest its level, its everyday remarks debug, with the context as a field', () => {
    const { logger, lines } = capture('trace');
    const nest = new NestLogger(logger);
    nest.log('mapped', 'RouterExplorer');
    nest.error('failed', 'the stack', 'Handler');
    nest.warn('odd', 'Injector');
    nest.debug('detail', 'Injector');
    nest.verbose('more', 'Injector');
    nest.fatal('over', 'Injector');

    expect(lines.map((line) => fieldsOf(line)['level'])).toEqual([
      'debug',
      'error',
      'warn',
      'debug',
      'trace',
      'fatal',
    ]);
    expect(fieldsOf(lines[0])).toMatchObject({ msg: 'mapped', context: 'RouterExplorer' });
    expect(fieldsOf(lines[1])).toMatchObject({ context: 'Handler', details: ['the stack'] });
  });
});
