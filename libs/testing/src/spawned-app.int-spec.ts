import { rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from './shared-servers.js';
import { killSpawnedApps, repositoryRoot, spawnApp } from './spawned-app.js';
import type { SpawnedApp } from './spawned-app.js';

const programs = {
  server: `
    import { createServer } from 'node:http';
    const server = createServer((request, response) => response.end(process.env.WORD + ', ' + (process.env.LEAKED ?? 'nothing else')));
    server.listen(0, '127.0.0.1', () => console.log('port ' + server.address().port));
    process.on('SIGTERM', () => { console.log('going'); process.exit(0); });`,
  stubborn: `
    process.on('SIGTERM', () => undefined);
    setInterval(() => undefined, 1000);
    console.log('up');`,
  failing: `console.error('wrong: PORT'); process.exit(2);`,
};

describe('a spawned app', () => {
  let folder: string;

  const start = (
    name: keyof typeof programs,
    environment: Record<string, string> = {},
  ): SpawnedApp =>
    spawnApp({ entry: relative(repositoryRoot(), join(folder, `${name}.mjs`)), environment });

  beforeAll(() => {
    folder = temporaryFolder('app');
    for (const [name, text] of Object.entries(programs))
      writeFileSync(join(folder, `${name}.mjs`), text);
  });

  afterEach(killSpawnedApps);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('gets the variables that it is given and no others, and stops when asked', async () => {
    process.env['LEAKED'] = 'yes';
    const app = start('server', { WORD: 'hello' });
    await app.says(/port \d+/);
    const url = `http://127.0.0.1:${/port (\d+)/.exec(app.output)?.[1] ?? ''}/`;
    await app.isReady(url);
    expect(await (await fetch(url)).text()).toBe('hello, nothing else');
    expect(await app.stop()).toEqual({ code: 0, signal: null });
    expect(app.output).toContain('going');
    delete process.env['LEAKED'];
  });

  it('has no moment left after SIGKILL', async () => {
    const app = start('server');
    await app.says(/port/);
    expect(await app.kill()).toEqual({ code: null, signal: 'SIGKILL' });
    expect(app.output).not.toContain('going');
  });

  it('is killed and told on when it does not stop', async () => {
    const app = start('stubborn');
    await app.says(/up/);
    await expect(app.stop(300)).rejects.toThrow(/did not stop within 300 ms/);
  });

  it('that ends early is not waited for', async () => {
    const app = start('failing');
    await expect(app.isReady('http://127.0.0.1:1/')).rejects.toThrow(
      /ended early.*\n?.*wrong: PORT/s,
    );
    expect(await app.ended).toEqual({ code: 2, signal: null });
    await expect(start('failing').says(/never/, 2_000)).rejects.toThrow(/never/);
  });
});
