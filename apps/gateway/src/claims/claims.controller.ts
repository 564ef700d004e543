import { Controller } from '@nestjs/common';
import { routes } from '@reciproca/contracts';
import { BodyStream, CurrentPrincipal, Route } from '@reciproca/runtime';
import type { Principal, StreamedBody } from '@reciproca/runtime';
import { SubmissionService, type SubmissionAnswer } from './submission.service.js';

/**
 * The HTTP door for institutions without Kafka. An `Idempotency-Key` is taken and needs no memory
 * here: source and id of each event, which a CSV line without id gets from its content, already make
 * a repeated request harmless.
 */
@Controller()
export class ClaimsController {
  constructor(private readonly submissions: SubmissionService) {}

  @Route(routes.submitClaims, { streamBody: true })
  submit(
    @BodyStream() body: StreamedBody,
    @CurrentPrincipal() principal: Principal,
  ): Promise<SubmissionAnswer> {
    return this.submissions.submit(body, principal);
  }
}
