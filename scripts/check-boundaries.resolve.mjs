// How `npm run boundaries` finds a workspace: `@reciproca/money` is libs/money/src/index.ts. Only
// the bare name is mapped; a path behind it meets the package's `exports` and is not found.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const workspaces = ['libs', 'apps'].flatMap((folder) =>
  readdirSync(`${root}${folder}`)
    .map((name) => `${root}${folder}/${name}`)
    .filter((path) => existsSync(`${path}/package.json`)),
);

const alias = Object.fromEntries(
  workspaces.map((path) => {
    const { name } = JSON.parse(readFileSync(`${path}/package.json`, 'utf8'));
    return [`${name}$`, `${path}/src/index.ts`];
  }),
);

export default { resolve: { alias } };
