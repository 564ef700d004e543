import 'reflect-metadata';
import { exitOnConfigError, hostApps, loadConfig, OidcTokenVerifier } from '@reciproca/runtime';
import { gatewayApp } from './gateway.module.js';

const config = exitOnConfigError(() => loadConfig(process.env, { requires: ['kafka', 'oidc'] }));

await hostApps([gatewayApp], {
  name: 'gateway',
  config,
  verifier: new OidcTokenVerifier(config.oidc),
});
