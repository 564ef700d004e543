import 'reflect-metadata';
import { exitOnConfigError, hostApps, loadConfig, OidcTokenVerifier } from '@reciproca/runtime';
import { statisticsApp } from './statistics.app.js';

const config = exitOnConfigError(() =>
  loadConfig(process.env, { requires: ['kafka', 'databaseUrl', 'oidc'] }),
);

await hostApps([statisticsApp], {
  name: 'statistics',
  config,
  verifier: new OidcTokenVerifier(config.oidc),
});
