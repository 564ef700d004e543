import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '@reciproca/testing';
import { parse } from 'yaml';

/** A service of the compose file, as far as it is looked at here. */
interface Service {
  readonly image: string;
  readonly build?: { readonly dockerfile: string };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck: { readonly test: readonly string[] };
  readonly ports?: readonly string[];
  readonly read_only: boolean;
  readonly cap_drop: readonly string[];
  readonly security_opt: readonly string[];
  readonly restart: string;
  readonly privileged?: boolean;
  readonly deploy: { readonly resources: { readonly limits: { readonly memory: string } } };
}

/** The apps, each a service of the compose file. */
export const appNames = ['gateway', 'clearing', 'settlement', 'statistics'] as const;
/** Those that own a schema of the database. */
export const withDatabase = appNames.filter((name) => name !== 'gateway');

/** The text of a file of the repository. */
export const file = (path: string): string => readFileSync(join(repositoryRoot(), path), 'utf8');
/** The compose file as it is written, and its services. */
export const composeText = file('docker-compose.yml');
export const { services } = parse(composeText, { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
};
/** The router's configuration as it is written. */
export const routerText = file('deploy/router/nginx.conf');

/** @throws when the compose file has no such service */
export function service(name: string): Service {
  const found = services[name];
  if (found === undefined) throw new Error(`the compose file has no service ${name}`);
  return found;
}

/** Puts values in as `docker compose` does, for the two forms that the file uses. */
export function interpolated(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{[^}]+\}/g, (use) => {
    const [, name = '', form, rest = ''] = /^\$\{(\w+):([?-])(.*)\}$/.exec(use) ?? [];
    if (form === undefined) throw new Error(`${use} is no form that is understood here`);
    const value = variables[name] ?? '';
    if (value === '' && form === '?') throw new Error(`${name} ${rest}`);
    return value === '' ? rest : value;
  });
}

/** The rows of the router, first match first, as nginx reads them. */
export const routerRows = [...routerText.matchAll(/^ {4}"~(.+)" (\w+);$/gm)].map(
  ([, pattern, app]) => ({
    pattern: new RegExp(pattern ?? ''),
    app: app ?? '',
  }),
);
/** The app that answers where no row fits. */
export const routerDefault = /^ {4}default (\w+);$/m.exec(routerText)?.[1] ?? '';

/** The row that a request meets. */
export function routerRow(method: string, path: string): (typeof routerRows)[number] | undefined {
  return routerRows.find(({ pattern }) => pattern.test(`${method} ${path}`));
}
