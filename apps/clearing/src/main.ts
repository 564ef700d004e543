import 'reflect-metadata';
import { exitOnConfigError, hostApps, loadConfig, OidcTokenVerifier } from '@reciproca/runtime';
import { clearingApp } from './clearing.app.js';

const config = exitOnConfigError(() =>
  loadConfig(process.env, { requires: ['kafka', 'databaseUrl', 'oidc', 'pseudonymKey'] }),
);

await hostApps([clearingApp], {
  name: 'clearing',
  config,
  verifier: new OidcTokenVerifier(config.oidc),
});
