import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { Module, type DynamicModule, type INestApplication, type Type } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, NestFactory, Reflector } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import express from 'express';

import { HealthRegistry } from '../health/health-registry.js';
import type { LocalIssuer } from '../identity/local-issuer.js';
import type { TokenVerifier } from '../identity/token-verifier.js';
import { Components, type Component } from '../lifecycle/components.js';
import { exitOnStartError, StartError } from '../lifecycle/start.errors.js';
import { stopOnSignals } from '../lifecycle/stop.js';
import type { Logger } from '../logging/logger.js';
import { NestLogger } from '../logging/nest-logger.js';
import { Metrics } from '../metrics/metrics.js';
import { RuntimeModule } from '../runtime.module.js';
import { docsRouter } from './docs.js';
import { firstMiddleware, methodMiddleware, type KnownRoute } from './edge.js';
import { infrastructurePaths, infrastructureRouter } from './infrastructure.js';
import {
  DRAIN_SWEEP_MS,
  DRAIN_TIMEOUT_MS,
  HEADERS_TIMEOUT_MS,
  KEEP_ALIVE_TIMEOUT_MS,
  REQUEST_TIMEOUT_MS,
  STOP_TIMEOUT_MS,
} from './limits.js';
import { listen } from './listening.js';
import { ROUTE_METADATA, type RouteMetadata } from './route.decorator.js';

/** What an HTTP app is made of. */
export interface HttpAppOptions {
  /** Name of the app in log and metrics. */
  readonly name: string;
  /** The app's own module; it may inject what {@link RuntimeModule} provides. */
  readonly module: Type | DynamicModule;
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly logger: Logger;
  readonly verifier: TokenVerifier;
  /** The description served at `/openapi.json`. */
  readonly openApi: unknown;
  /** Its keys are served at `/.well-known/…` when given. */
  readonly issuer?: LocalIssuer;
  readonly health?: HealthRegistry;
  readonly metrics?: Metrics;
  /** What runs beside HTTP, in the order of its start; may take its parts from the application. */
  readonly components?: (app: INestApplication) => readonly Component[];
  /** Errors of a component's start that waiting can mend: all but a {@link StartError} unless told. */
  readonly isTransient?: (error: unknown) => boolean;
  /** How a process ends that was stopped by a signal; default 0. */
  readonly exitCodeOnSignal?: number | undefined;
}

/** An HTTP app that listens. */
export interface HttpApp {
  readonly nest: INestApplication;
  /** `http://host:port` as reached from this machine. */
  readonly url: string;
  readonly port: number;
  readonly health: HealthRegistry;
  readonly metrics: Metrics;
  /** Settled when every component is started, or rejected when one cannot be. */
  readonly started: Promise<void>;
  /**
   * Stops in this order: `/health/ready` says stopping, no new connection, running requests end (at
   * most 5 s), components in the reverse order of their start, Nest's own shutdown hooks.
   */
  stop(): Promise<void>;
}

/**
 * Starts an HTTP app: listens first, so that `/health/live` answers while components still wait for
 * broker or database, then starts the components.
 * @throws StartError when the port cannot be listened on; Error when the module cannot be made
 */
export async function startHttpApp(options: HttpAppOptions): Promise<HttpApp> {
  const health = options.health ?? new HealthRegistry();
  const metrics = options.metrics ?? new Metrics(options.name);
  const nest = await createNest(options, { health, metrics });
  const server: Server = nest.getHttpServer();
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
  const components = new Components(options.components?.(nest) ?? [], {
    logger: options.logger,
    health,
    isTransient: (error) =>
      !(error instanceof StartError) && (options.isTransient?.(error) ?? true),
  });
  health.register('identity', (signal) => options.verifier.check(signal));
  try {
    await nest.init();
    await listen(server, options);
  } catch (error) {
    await nest.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  const url = `http://${reachableHost(options.host)}:${String(port)}`;
  options.logger.info({ url }, 'listening');
  const started = components.start();
  started.catch(() => undefined);
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    health.stopping();
    await drain(server);
    try {
      await components.stop();
    } finally {
      await nest.close();
    }
  };
  return { nest, url, port, health, metrics, started, stop: () => (stopped ??= stop()) };
}

/**
 * Starts an HTTP app as the main work of a process: SIGTERM and SIGINT stop it with exit code 0, and
 * an address that cannot be used or a component that can never start ends it with exit code 1.
 */
export async function bootstrapHttpApp(options: HttpAppOptions): Promise<HttpApp> {
  const starting = startHttpApp(options);
  // Listened to before anything starts, so that no signal finds the parts without their stop.
  const stop = async (): Promise<void> => (await starting).stop();
  stopOnSignals(stop, {
    logger: options.logger,
    timeoutMs: STOP_TIMEOUT_MS,
    exitCode: options.exitCodeOnSignal,
  });
  const app = await exitOnStartError(() => starting);
  app.started.catch((error: unknown) => {
    if (error instanceof StartError) process.stderr.write(`${error.message}\n`);
    else options.logger.fatal({ err: error }, 'a part cannot be started');
    process.exitCode = 1;
    setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
    const exit = (): never => process.exit(1);
    app.stop().then(exit, exit);
  });
  return app;
}

@Module({})
class HttpRootModule {}

async function createNest(
  options: HttpAppOptions,
  parts: { readonly health: HealthRegistry; readonly metrics: Metrics },
): Promise<NestExpressApplication> {
  const { logger, verifier, issuer } = options;
  const instance = express();
  for (const setting of ['case sensitive routing', 'strict routing']) {
    instance.enable(setting);
  }
  instance.disable('x-powered-by').disable('etag');
  const runtime = RuntimeModule.forRoot({ logger, verifier, ...parts });
  const nest = await NestFactory.create<NestExpressApplication>(
    { module: HttpRootModule, imports: [runtime, options.module] },
    new ExpressAdapter(instance),
    { bodyParser: false, abortOnError: false, logger: new NestLogger(logger) },
  );
  const isStopping = (): boolean => parts.health.isStopping;
  nest.use(firstMiddleware({ logger, metrics: parts.metrics, isStopping }));
  nest.use(methodMiddleware(() => knownRoutes(nest)));
  nest.use(infrastructureRouter({ ...parts, ...(issuer !== undefined && { issuer }) }));
  nest.use(docsRouter(options.openApi));
  return nest;
}

function knownRoutes(nest: INestApplication): KnownRoute[] {
  const scanner = nest.get(MetadataScanner);
  const reflector = nest.get(Reflector);
  const definitions = nest
    .get(DiscoveryService)
    .getControllers()
    .flatMap(({ instance }) => handlersOf(instance, scanner))
    .map((handler) => reflector.get<RouteMetadata | undefined>(ROUTE_METADATA, handler)?.definition)
    .filter((definition) => definition !== undefined);
  const infrastructure = infrastructurePaths.map((path) => ({ method: 'GET', path }));
  return [...infrastructure, ...definitions];
}

type Handler = (...parameters: readonly unknown[]) => unknown;

function handlersOf(instance: unknown, scanner: MetadataScanner): Handler[] {
  const prototype = Object.getPrototypeOf(instance) as Record<string, Handler> | null;
  if (prototype === null) {
    return [];
  }
  return scanner
    .getAllMethodNames(prototype)
    .map((name) => prototype[name])
    .filter((handler) => handler !== undefined);
}

/** No new connection; idle ones close at once, busy ones after their answer, all at the limit. */
function drain(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const limit = setTimeout(() => {
      server.closeAllConnections();
    }, DRAIN_TIMEOUT_MS);
    // A request that began before the stop leaves its connection open for the next one.
    const sweep = setInterval(() => {
      server.closeIdleConnections();
    }, DRAIN_SWEEP_MS);
    server.close(() => {
      clearTimeout(limit);
      clearInterval(sweep);
      resolve();
    });
  });
}

function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') {
    return '127.0.0.1';
  }
  return host.includes(':') ? `[${host}]` : host;
}
