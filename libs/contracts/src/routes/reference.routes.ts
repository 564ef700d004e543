import { z } from 'zod';
import { referenceKinds, referenceRecordSchemas } from '../events/reference.js';
import { limits } from '../limits.js';
import { isoDateSchema } from '../primitives.js';
import {
  correctionSchema,
  importedSchema,
  pageOf,
  pageQueryShape,
  referenceVersionSchema,
} from './resources.js';
import { defineRoute, roles } from './route.js';

const kindPath = z.object({ kind: z.enum([...referenceKinds, 'instruments']) });
const recordsOf = <Schema extends z.ZodType>(schema: Schema) =>
  z.array(schema).min(1).max(limits.referenceRecordsMax);

/** Dated reference data. */
export const referenceRoutes = {
  listReference: defineRoute({
    id: 'listReference',
    method: 'GET',
    path: '/v1/reference/{kind}',
    app: 'clearing',
    roles,
    visibility: 'all',
    summary: 'The records of a kind, every version, or those in force on a day',
    description:
      'A record with the same key and a later from ends the earlier one; one with the same from takes its place, and supersededBy says so. Keys: the id of an institution, arrangement or instrument (texts that share an id differ in their part); State/year/group or State/year/group/age group of average costs, from their publication; the day of an exchange rate and the first day of a reference rate, which hold until the next one. Instruments are the shipped ones; on looks at their days of recording.',
    params: kindPath,
    query: z.object({
      key: z.exactOptional(z.string().min(1).max(limits.referenceLengthMax)),
      on: z.exactOptional(isoDateSchema),
      ...pageQueryShape,
    }),
    idempotent: false,
    responses: {
      200: {
        description: 'A page',
        content: { 'application/json': pageOf(referenceVersionSchema) },
      },
    },
    errors: ['not-found'],
  }),
  listCorrections: defineRoute({
    id: 'listCorrections',
    method: 'GET',
    path: '/v1/reference/average-costs/{key}/corrections',
    app: 'clearing',
    roles: ['institution', 'officer', 'treasurer', 'dispatcher', 'auditor'],
    visibility: 'pair',
    summary: 'Introduced claims that go by an average today and whose total is another one by it',
    description:
      'For each what to do about it: a credit note of the creditor, or a claim for the rest. Nothing is changed by itself. The key of the average is percent-encoded, e.g. IE%2F2018%2Fall%2F20-64. A page may be shorter than its limit although next names another one.',
    params: z.object({ key: z.string().min(1).max(limits.textLengthMax) }),
    query: z.object(pageQueryShape),
    idempotent: false,
    responses: {
      200: { description: 'A page', content: { 'application/json': pageOf(correctionSchema) } },
    },
    errors: ['not-found'],
  }),
  importReference: defineRoute({
    id: 'importReference',
    method: 'POST',
    path: '/v1/reference/{kind}',
    app: 'clearing',
    roles: ['dispatcher'],
    visibility: 'all',
    summary: 'Imports dated records of a kind, whole or not at all',
    description: `Instruments are shipped with the product and only read: method-not-allowed. A record with the same key and a later from ends the earlier one, one with the same from takes its place from that day on; nothing is overwritten. A refused import names every fault with its line (in JSON the number of the record, from 1), those of the header and of lines that are no records included; of more than ${limits.faultsMax} the first, and detail counts the others. An arrangement names only instruments that bind its two States at some time and refund care; an average is in a currency that its State had between the reference year and the publication, and published after that year. CSV: the names of the fields as header; a list is a JSON array or values between spaces, accounts are a JSON array, other parts a JSON object or a column each by dotted path such as approvals.officers; an empty cell is an absent field. Fields that a record does not have are refused. The published tables are taken as they are: average-costs with UK and EL for GB and GR, exchange-rates with date and a column per currency (units per euro, empty: not quoted; currencies that a day does not name keep their rate), reference-rates with effective_from and rate_percent. Importing average costs changes no claim: the answer counts those it touches, and listCorrections proposes what to do.`,
    params: kindPath,
    body: {
      kind: 'raw',
      content: {
        'application/json': z.union([
          recordsOf(referenceRecordSchemas.institutions),
          recordsOf(referenceRecordSchemas.arrangements),
          recordsOf(referenceRecordSchemas['average-costs']),
          recordsOf(referenceRecordSchemas['exchange-rates']),
          recordsOf(referenceRecordSchemas['reference-rates']),
        ]),
        'text/csv': z.string(),
      },
    },
    idempotent: true,
    responses: {
      200: {
        description: 'All records were known already',
        content: { 'application/json': importedSchema },
      },
      201: {
        description: 'New versions were made',
        content: { 'application/json': importedSchema },
      },
    },
    errors: [
      'not-json',
      'reference-invalid',
      'payload-too-large',
      'unsupported-media-type',
      'idempotency-key-reused',
      'method-not-allowed',
      'not-found',
    ],
  }),
};
