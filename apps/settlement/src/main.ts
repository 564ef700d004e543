import 'reflect-metadata';
import { exitOnConfigError, hostApps, loadConfig, OidcTokenVerifier } from '@reciproca/runtime';
import { settlementApp } from './settlement.app.js';

const config = exitOnConfigError(() =>
  loadConfig(process.env, { requires: ['kafka', 'databaseUrl', 'oidc'] }),
);

await hostApps([settlementApp], {
  name: 'settlement',
  config,
  verifier: new OidcTokenVerifier(config.oidc),
});
