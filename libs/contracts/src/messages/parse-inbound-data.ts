import type { Fault } from '../errors/problem.js';
import { claimOfUnknownBasisSchema, inboundSchemas } from '../events/inbound.js';
import type { InboundData, InboundType } from '../events/inbound.js';
import { limits } from '../limits.js';
import { checkClaimSubmitted, checkOtherMessage } from './field-checks.js';
import { readShape } from './shape.js';
import { readUsualClaim } from './usual-claim.js';

/** The data of a message, typed; or every place where it is not as the contract says. */
export type ParsedInboundData<T extends InboundType> =
  | { readonly ok: true; readonly data: InboundData<T> }
  | { readonly ok: false; readonly faults: readonly Fault[] };

function crossFieldFaults(
  type: InboundType,
  envelope: { readonly subject: string },
  data: unknown,
): Fault[] {
  return type === 'claim.submitted.v1'
    ? checkClaimSubmitted(envelope, data)
    : checkOtherMessage(type, envelope, data);
}

/** A list that is too long is one fault, not one for each of its lines. */
function withoutEndlessBenefits(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || !('benefits' in data)) return data;
  const { benefits } = data;
  return Array.isArray(benefits) && benefits.length > limits.benefitsMax
    ? { ...data, benefits: [] }
    : data;
}

function allFaults(
  type: InboundType,
  envelope: { readonly subject: string },
  given: unknown,
): readonly Fault[] {
  const data = withoutEndlessBenefits(given);
  const byPath = new Map<string, Fault>();
  const add = (faults: readonly Fault[]): void => {
    for (const fault of faults) {
      if (!byPath.has(fault.path)) byPath.set(fault.path, fault);
    }
  };
  if (data !== given) {
    const detail = `must hold at most ${limits.benefitsMax} benefits`;
    add([{ path: 'data.benefits', detail }]);
  }
  const shape = readShape(inboundSchemas[type], data, 'data');
  if (!shape.ok) add(shape.faults);
  if (type === 'claim.submitted.v1' && byPath.has('data.basis')) {
    // Without a basis the schema cannot tell what else should be there; the form of what came along can be told.
    const common = readShape(claimOfUnknownBasisSchema, data, 'data');
    if (!common.ok) add(common.faults);
  }
  add(crossFieldFaults(type, envelope, data));
  return [...byPath.values()].slice(0, limits.faultsMax);
}

/**
 * Reads the data of an inbound message. Unknown fields are dropped.
 * @param type the type of the message
 * @param data what the message carries as data
 * @param envelope its attributes; the subject must be the claim or statement that the data names
 * @returns the typed data, or every faulty path with what would be right there
 */
export function parseInboundData<T extends InboundType>(
  type: T,
  data: unknown,
  envelope: { readonly subject: string },
): ParsedInboundData<T> {
  const usual = type === 'claim.submitted.v1' ? readUsualClaim(data) : undefined;
  const read = usual ?? inboundSchemas[type].safeParse(data).data;
  if (read !== undefined && crossFieldFaults(type, envelope, read).length === 0) {
    // The schema was chosen by the type, which the compiler cannot follow through the table.
    return { ok: true, data: read as InboundData<T> };
  }
  return { ok: false, faults: allFaults(type, envelope, data) };
}
