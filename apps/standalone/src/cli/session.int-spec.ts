import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '@reciproca/testing';
import { call } from './world.fixture.js';

describe('the surroundings of the command line', () => {
  it('says in plain words which file of the product is damaged', async () => {
    const DATA_DIR = temporaryFolder('session');
    const status = ['status', 'FR:CNAM', '1'];
    writeFileSync(join(DATA_DIR, 'endpoints.json'), '{"http":');
    expect(await call(status, { environment: { DATA_DIR } })).toMatchObject({
      exitCode: 2,
      err: expect.stringMatching(/^\/.*\/endpoints\.json is damaged: .*give --url\n$/),
    });
    mkdirSync(join(DATA_DIR, 'issuer'));
    writeFileSync(join(DATA_DIR, 'issuer', 'issuer.json'), '{}');
    const local = [...status, '--url', 'http://127.0.0.1:1'];
    expect(await call(local, { environment: { DATA_DIR } })).toMatchObject({
      exitCode: 2,
      err: expect.stringMatching(/^the local issuer in \/.* is damaged: .*--token\n$/),
    });
    rmSync(DATA_DIR, { recursive: true });
  });
});
