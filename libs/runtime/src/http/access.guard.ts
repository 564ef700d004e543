import { ProblemError } from '@reciproca/contracts';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';

import type { Principal } from '../identity/principal.js';
import { TokenVerifier, type TokenOutcome } from '../identity/token-verifier.js';
import { note } from './request-context.js';
import { ROUTE_METADATA, type RouteMetadata } from './route.decorator.js';

const bearer = /^Bearer +([\w.~+/-]+=*) *$/i;

/**
 * Decides who may call a route, from its spec alone. Deny by default: a handler without a spec is
 * refused. No or no good token: 401. A token without a role of the route: 403.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly verifier: TokenVerifier,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    // Messages from Kafka have no token; their source is checked by the rules of the message.
    if (context.getType() !== 'http') {
      return true;
    }
    const metadata = this.reflector.get<RouteMetadata | undefined>(
      ROUTE_METADATA,
      context.getHandler(),
    );
    if (metadata === undefined) {
      throw new ProblemError('forbidden', { detail: 'the route is not open to anybody' });
    }
    const request = context.switchToHttp().getRequest<Request>();
    const { path, roles, visibility } = metadata.definition;
    note(request, { route: path });
    if (visibility !== 'public') {
      const principal = principalFrom(await this.outcomeOf(request));
      requireRole(principal, roles);
      note(request, { principal });
    }
    return true;
  }

  private async outcomeOf(request: Request): Promise<TokenOutcome> {
    const token = bearer.exec(request.headers.authorization ?? '')?.[1];
    return token === undefined
      ? { outcome: 'unauthenticated', detail: 'a bearer token is needed' }
      : this.verifier.verify(token);
  }
}

function principalFrom(outcome: TokenOutcome): Principal {
  switch (outcome.outcome) {
    case 'verified':
      return outcome.principal;
    case 'unauthenticated':
      throw new ProblemError('unauthenticated', { detail: outcome.detail });
    case 'forbidden':
      throw new ProblemError('forbidden', { detail: outcome.detail });
    case 'unavailable':
      throw new ProblemError('not-ready', { detail: outcome.detail });
  }
}

function requireRole(principal: Principal, roles: readonly string[]): void {
  if (!principal.roles.some((role) => roles.includes(role))) {
    throw new ProblemError('forbidden', {
      detail: `this needs one of the roles ${roles.join(', ')}`,
    });
  }
}
