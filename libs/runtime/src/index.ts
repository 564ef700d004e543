export { loadConfig } from './config/config.js';
export type {
  CommonConfig,
  Config,
  ConfigSection,
  ConfigSections,
  ConfigShape,
  KafkaConfig,
  OidcConfig,
} from './config/config.js';
export { CONFIG_ERROR_EXIT_CODE, ConfigError, exitOnConfigError } from './config/config.errors.js';
export type { ConfigFault } from './config/config.errors.js';
export type { LogLevel } from './config/config-fields.js';
export { createLogger } from './logging/logger.js';
export type { Logger, LoggerOptions } from './logging/logger.js';
export { NestLogger } from './logging/nest-logger.js';
export { REDACTED, redactText, redactValue } from './logging/redact.js';
export { HealthRegistry } from './health/health-registry.js';
export type { CheckState, HealthCheck, Readiness } from './health/health-registry.js';
export { Metrics } from './metrics/metrics.js';
export type { FigureDefinition, RequestObservation } from './metrics/metrics.js';
export { backoffMs, defaultBackoff, describeError, retryForever } from './lifecycle/backoff.js';
export type { Backoff, RetryOptions } from './lifecycle/backoff.js';
export { background, BackgroundWork } from './lifecycle/background-work.js';
export type { BackgroundWorkOptions } from './lifecycle/background-work.js';
export { Components } from './lifecycle/components.js';
export type { Component, ComponentsOptions } from './lifecycle/components.js';
export { exitOnStartError, StartError } from './lifecycle/start.errors.js';
export type { StartFault } from './lifecycle/start.errors.js';
export { stopOnSignals } from './lifecycle/stop.js';
export type { Stop, StopOnSignalsOptions } from './lifecycle/stop.js';
export { TokenVerifier } from './identity/token-verifier.js';
export type { TokenOutcome } from './identity/token-verifier.js';
export { OidcTokenVerifier } from './identity/oidc-token-verifier.js';
export type { OidcTokenVerifierOptions } from './identity/oidc-token-verifier.js';
export { LOCAL_AUDIENCE, LOCAL_ISSUER_URL, LocalIssuer } from './identity/local-issuer.js';
export type { LocalIssuerOptions, TokenRequest } from './identity/local-issuer.js';
export type { Principal } from './identity/principal.js';
export {
  mayReadEverything,
  mayReadPair,
  mayReadState,
  readableStates,
} from './identity/visibility.js';
export type { ReadableStates } from './identity/visibility.js';
export { Answer } from './http/answer.js';
export {
  AcceptedType,
  BodyStream,
  CurrentPrincipal,
  Route,
  RouteInput,
} from './http/route.decorator.js';
export type { RouteOptions } from './http/route.decorator.js';
export type { RouteInputValue, StreamedBody } from './http/route-input.js';
export { checkAddress } from './http/listening.js';
export type { Address } from './http/listening.js';
export { bootstrapHttpApp, startHttpApp } from './http/http-app.js';
export type { HttpApp, HttpAppOptions } from './http/http-app.js';
export { RuntimeModule } from './runtime.module.js';
export type { RuntimeParts } from './runtime.module.js';
export { LOGGER } from './runtime.tokens.js';
export { hostApps } from './hosting/host-apps.js';
export type { AppFactory, AppPart, HostOptions, HostServices } from './hosting/host-apps.js';
