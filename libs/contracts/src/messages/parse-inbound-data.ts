import type { z } from 'zod';
import type { Fault } from '../errors/problem.js';
import { claimOfUnknownBasisSchema, inboundSchemas } from '../events/inbound.js';
import type { InboundData, InboundType } from '../events/inbound.js';
import { limits } from '../limits.js';
import { checkClaimSubmitted, checkOtherMessage } from './field-checks.js';

/** The data of a message, typed; or every place where it is not as the contract says. */
export type ParsedInboundData<T extends InboundType> =
  | { readonly ok: true; readonly data: InboundData<T> }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** A path as answers write it: `data.benefits[3].amount`. */
export function pathText(root: string, steps: readonly PropertyKey[]): string {
  let text = root;
  for (const step of steps) {
    if (typeof step === 'number') text += `[${step}]`;
    else text += text === '' ? String(step) : `.${String(step)}`;
  }
  return text;
}

/**
 * The faults that a schema found, with what is expected and never with what was there.
 * @param root what the schema was applied to, e.g. `data`
 */
export function faultsOf(error: z.core.$ZodError, root: string): Fault[] {
  const faults: Fault[] = [];
  for (const issue of error.issues) {
    faults.push({ path: pathText(root, issue.path), detail: issue.message });
  }
  return faults;
}

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
  const shape = inboundSchemas[type].safeParse(data);
  if (!shape.success) add(faultsOf(shape.error, 'data'));
  if (type === 'claim.submitted.v1' && byPath.has('data.basis')) {
    // Without a basis the schema cannot tell what else should be there; the form of what came along can be told.
    const common = claimOfUnknownBasisSchema.safeParse(data);
    if (!common.success) add(faultsOf(common.error, 'data'));
  }
  add(crossFieldFaults(type, envelope, data));
  return [...byPath.values()].slice(0, limits.faultsMax);
}

/**
 * Reads the data of an inbound message. Unknown fields are dropped.
 * @param type the type of the message
 * @param data what the message carries as data
 * @param envelope its attributes; the subject must be the claim or statement that the data names
 * @returns the typed data, or every faulty path; a detail says what is expected, never what was
 *   found, so that no personal identifier can leave in an answer
 */
export function parseInboundData<T extends InboundType>(
  type: T,
  data: unknown,
  envelope: { readonly subject: string },
): ParsedInboundData<T> {
  const parsed = inboundSchemas[type].safeParse(data);
  if (parsed.success && crossFieldFaults(type, envelope, parsed.data).length === 0) {
    // The schema was chosen by the type, which the compiler cannot follow through the table.
    return { ok: true, data: parsed.data as InboundData<T> };
  }
  return { ok: false, faults: allFaults(type, envelope, data) };
}
