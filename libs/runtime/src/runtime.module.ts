import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, DiscoveryModule } from '@nestjs/core';

import { HealthRegistry } from './health/health-registry.js';
import { AccessGuard } from './http/access.guard.js';
import { ProblemFilter } from './http/problem.filter.js';
import { RouteInterceptor } from './http/route.interceptor.js';
import { TokenVerifier } from './identity/token-verifier.js';
import type { Logger } from './logging/logger.js';
import { Metrics } from './metrics/metrics.js';
import { LOGGER } from './runtime.tokens.js';

/** The parts of the process that every module may have injected. */
export interface RuntimeParts {
  /** Injected with `@Inject(LOGGER)`. */
  readonly logger: Logger;
  readonly health: HealthRegistry;
  readonly metrics: Metrics;
  readonly verifier: TokenVerifier;
}

/** Gives every module log, health, metrics and identity, and puts guard, validation and problem answers before every route. */
@Module({})
export class RuntimeModule {
  static forRoot(parts: RuntimeParts): DynamicModule {
    return {
      module: RuntimeModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [
        { provide: LOGGER, useValue: parts.logger },
        { provide: HealthRegistry, useValue: parts.health },
        { provide: Metrics, useValue: parts.metrics },
        { provide: TokenVerifier, useValue: parts.verifier },
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_INTERCEPTOR, useClass: RouteInterceptor },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
      exports: [LOGGER, HealthRegistry, Metrics, TokenVerifier],
    };
  }
}
