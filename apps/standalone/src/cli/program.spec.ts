import { describe, expect, it } from '@jest/globals';
import { call } from './world.fixture.js';

const commands = [
  ['token'],
  ['submit'],
  ['status'],
  ['explain'],
  ['cycle'],
  ['cycle', 'preview'],
  ['cycle', 'close'],
  ['reference'],
  ['reference', 'import'],
  ['reference', 'corrections'],
  ['import'],
  ['import', 'open-items'],
  ['dead-letters'],
  ['dead-letters', 'list'],
  ['dead-letters', 'replay'],
];

describe('the command line', () => {
  it.each(commands)('explains %s %s with an example', async (...command) => {
    const args = command.filter((word) => typeof word === 'string');
    const { exitCode, out } = await call([...args, '--help']);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/Usage: reciproca /);
    expect(out).toMatch(/Examples?:\n {2}\$ reciproca /);
    expect(out).toMatch(/--json/);
  });

  it.each([
    [[], /Usage: reciproca/],
    [['fly'], /unknown command 'fly'\n\(add --help for the usage\)/],
    [['fly', '--help'], /unknown command 'fly'\n\(add --help for the usage\)/],
    [['help', 'fly'], /unknown command 'fly'/],
    [['--token', 'x', 'sumbit', '-h'], /unknown command 'sumbit'\n\(Did you mean submit\?\)/],
    [['cycle', 'fly', '--help'], /unknown command 'fly'/],
    [['submit'], /missing required argument 'file'/],
    [['submit', 'claims.xml'], /cannot tell what claims\.xml holds; known are json, ndjson/],
    [['submit', '-'], /say --format for standard input/],
    [['submit', '/'], /cannot tell what/],
    [['submit', '/nowhere/claims.csv'], /\/nowhere\/claims\.csv cannot be read/],
    [['status', 'FR:CNAM'], /missing required argument 'reference'/],
    [['status', 'FR:CNAM', '1'], /nothing runs here .*endpoints\.json is missing/],
    [['status', 'FR:CNAM', '1', '--url', 'ftp://x'], /--url must be an http or https URL/],
    [['status', 'FR:CNAM', '1', '--url', 'https://example.org'], /a token is needed/],
    [['status', 'FR:CNAM', '1', '--url', 'http://127.0.0.1:1', '--token', 'a\nb'], /not a token/],
    [['cycle', 'close', '2026-Q1'], /required option '--cutoff <date>' not specified/],
    [['cycle', 'close', '2026 Q1', '--cutoff', '2026-03-31'], /the id of a cycle/],
    [['cycle', 'preview', '2026-Q1', '--cutoff', '2026-02-30'], /must be a day that exists/],
    [['reference', 'import', 'planets', 'x.json'], /'planets' is invalid/],
    [['reference', 'import', 'instruments', 'x.json'], /'instruments' is invalid/],
    [['import', 'open-items'], /missing required argument 'file'/],
    [['import', 'open-items', 'items.ndjson'], /cannot tell what .* known are json, csv/],
    [['import', 'claims', 'x.csv'], /unknown command 'claims'/],
    [['status', 'FR:CNAM', '1', '--lang', 'de'], /'de' is invalid\. Allowed choices are en, fr/],
    [['dead-letters', 'list', '--topic', 'x'], /--topic must be one of claims\.inbound\.v1/],
    [['dead-letters', 'list'], /nothing runs here .* or set KAFKA_BROKERS/],
    [['token', '--subject', 'a'], /required option '--role/],
    [['token', '--subject', 'a', '--role', 'king'], /'king' is invalid/],
    [['token', '--subject', 'a', '--role', 'officer'], /officer needs --state/],
    [['token', '--subject', 'a', '--role', 'institution'], /needs --institution/],
    [['token', '--subject', 'a', '--role', 'auditor', '--state', 'fr'], /two capital letters/],
    [['token', '--subject', 'a', '--role', 'auditor'], /there is no local issuer/],
  ])('calls %j a wrong usage', async (args, message) => {
    const { exitCode, out, err } = await call(args);
    expect([exitCode, out]).toEqual([2, '']);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/\n {4}at /);
  });

  it('tells a failure as JSON when asked to', async () => {
    const { exitCode, out, err } = await call(['status', 'FR:CNAM', '1', '--json']);
    expect([exitCode, err]).toEqual([2, '']);
    expect(JSON.parse(out)).toEqual({
      error: { message: expect.stringContaining('nothing runs here'), faults: [] },
    });
  });

  it('says that a product which is away does not answer, and ends with 1', async () => {
    const args = ['status', 'FR:CNAM', '1', '--url', 'http://127.0.0.1:1', '--token', 'x'];
    const { exitCode, err } = await call(args);
    expect(exitCode).toBe(1);
    expect(err).toBe('http://127.0.0.1:1 does not answer: is it running?\n');
  });
});
