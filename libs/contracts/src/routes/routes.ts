import { accountRoutes } from './account.routes.js';
import { claimRoutes } from './claim.routes.js';
import { cycleRoutes } from './cycle.routes.js';
import { bankRoutes } from './bank.routes.js';
import { batchRoutes } from './batch.routes.js';
import { deadlineRoutes } from './deadline.routes.js';
import { openingRoutes } from './opening.routes.js';
import { flowRoutes } from './flow.routes.js';
import { operationRoutes } from './operation.routes.js';
import { referenceRoutes } from './reference.routes.js';
import type { RouteDefinition } from './route.js';

/** The one table of HTTP routes: guard, validation, problem codes and documents follow from it. */
export const routes = Object.freeze({
  ...claimRoutes,
  ...accountRoutes,
  ...deadlineRoutes,
  ...cycleRoutes,
  ...openingRoutes,
  ...referenceRoutes,
  ...batchRoutes,
  ...bankRoutes,
  ...flowRoutes,
  ...operationRoutes,
});

/** The name of a route. */
export type RouteId = keyof typeof routes;

/** All routes, in the order of the documents. */
export const allRoutes: readonly RouteDefinition[] = Object.values(routes);
