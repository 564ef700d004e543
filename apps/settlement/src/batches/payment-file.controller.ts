import { Controller } from '@nestjs/common';
import { ProblemError, routes, type Input } from '@reciproca/contracts';
import {
  Answer,
  CurrentPrincipal,
  mayReadState,
  Route,
  RouteInput,
  type Principal,
} from '@reciproca/runtime';
import { payerOf } from './batch-access.js';
import { BatchesService } from './batches.service.js';

/** HTTP for the payment file of a batch. */
@Controller()
export class PaymentFileController {
  constructor(private readonly batches: BatchesService) {}

  @Route(routes.readPaymentFile)
  async read(
    @RouteInput() { params }: Input<typeof routes.readPaymentFile>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Answer> {
    const payer = payerOf(params.id);
    if (payer === undefined) throw new ProblemError('not-found');
    if (!mayReadState(principal, payer, routes.readPaymentFile)) {
      throw new ProblemError('forbidden', { detail: 'a batch is for its payer State alone' });
    }
    const file = await this.batches.paymentFile(params.id);
    if (file.ok) {
      return Answer.of(200, file.text, {
        'content-type': 'application/xml; charset=utf-8',
        'content-disposition': `attachment; filename="${params.id.replaceAll('/', '_')}.xml"`,
      });
    }
    const { code, detail } = file.refusal;
    throw new ProblemError(code, detail === undefined ? {} : { detail });
  }
}
