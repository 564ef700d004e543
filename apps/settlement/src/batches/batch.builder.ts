import { ibanOf } from '@reciproca/agreements';
import { Money } from '@reciproca/money';
import type { Account } from '../institutions/index.js';
import type { Batch, BatchSettlement } from './batch.js';
import { hashOfSettlements } from './batch-hash.js';

/** Every State has an account. */
export function accountOf(state: string): Account {
  return {
    institution: `${state}:LIAISON`,
    name: `Liaison body of ${state}`,
    iban: ibanOf(state, '00000000000001'),
    bic: `BANK${state}22`,
  };
}

/** A settlement of the batch `C1/FR/EUR`: what FR pays to one State. */
export function aSettlement(payee: string, net: string, officers = 2): BatchSettlement {
  const digit = payee.charCodeAt(0).toString(16);
  return {
    id: `C1/${[payee, 'FR'].sort().join('-')}/EUR`,
    payee,
    net: Money.of(net, 'EUR'),
    officers,
    hash: `sha256:${digit.repeat(32)}`,
    acceptance: null,
    status: 'proposed',
  };
}

/** The same, to be accepted by its payee State through 15 April 2026. */
export function asking(
  settlement: BatchSettlement,
  silence: 'accepted' | 'rejected',
  until = '2026-04-15',
): BatchSettlement {
  const arrangement = settlement.id.split('/')[1] ?? '';
  return { ...settlement, acceptance: { arrangement, until, silence, accepted: null } };
}

/** A batch that the person `closer` proposed: FR pays BE 1.00 and PT 2.50. */
export function aBatch(
  settlements: readonly BatchSettlement[] = [aSettlement('BE', '1.00'), aSettlement('PT', '2.50')],
): Batch {
  return {
    id: 'C1/FR/EUR',
    cycle: 'C1',
    payer: 'FR',
    currency: 'EUR',
    status: 'proposed',
    hash: hashOfSettlements(settlements),
    closedBy: 'closer',
    settlements,
    approvals: [],
    sequence: 0,
  };
}
