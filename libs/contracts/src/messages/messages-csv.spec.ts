import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Fault } from '../errors/problem.js';
import { inboundSchemas, type InboundType } from '../events/inbound.js';
import { exampleClaim, exampleMessages } from '../examples.fixture.js';
import { readClaimsCsvLine, readMessagesCsvHeader, type ClaimsCsvContext } from './claims-csv.js';
import { csvMessages, neededColumnsOf } from './csv-columns.js';
import { readInboundMessage } from './read-inbound-message.js';

const types = Object.keys(csvMessages) as InboundType[];
const laterTypes = types.filter((type) => type !== 'claim.submitted.v1');

const time = '2026-03-02T09:00:00Z';
const context: ClaimsCsvContext = { source: 'urn:institution:FR:CNAM', time };

interface Table {
  readonly columns: readonly string[];
  readonly cells: readonly string[];
}

/** The example data of a type as a line of CSV, without a column `type`. */
function tableOf(type: InboundType): Table {
  const data: unknown = type === 'claim.submitted.v1' ? exampleClaim() : exampleMessages[type].data;
  const entries = entriesOf(data, []);
  return { columns: entries.map(([name]) => name), cells: entries.map(([, cell]) => cell) };
}

function entriesOf(value: unknown, path: readonly string[]): [string, string][] {
  if (path[0] === 'benefits' && Array.isArray(value)) {
    const benefits = value as { kind: string; amount: string }[];
    return benefits.map(({ kind, amount }) => [`benefits.${kind}`, amount]);
  }
  if (typeof value !== 'object' || value === null) return [[path.join('.'), String(value)]];
  return Object.entries(value).flatMap(([name, inner]) => entriesOf(inner, [...path, name]));
}

function without({ columns, cells }: Table, name: string): Table {
  return {
    columns: columns.filter((column) => column !== name),
    cells: cells.filter((_, index) => columns[index] !== name),
  };
}

function withCell({ columns, cells }: Table, name: string, text: string): Table {
  return columns.includes(name)
    ? { columns, cells: cells.map((cell, index) => (columns[index] === name ? text : cell)) }
    : { columns: [...columns, name], cells: [...cells, text] };
}

/** What becomes of a line: its event read, or what is wrong with header, line or fields. */
function read(
  { columns, cells }: Table,
  type?: InboundType,
  given: ClaimsCsvContext = context,
): unknown {
  const reading = readMessagesCsvHeader(columns, type);
  if (!reading.ok) return { header: reading.faults };
  const line = readClaimsCsvLine(reading.header, cells, {
    ...given,
    ...(type === undefined ? {} : { type }),
  });
  if (!line.ok) return { line: line.detail };
  const { data, ...attributes } = line.event;
  const message = readInboundMessage({ attributes, data, arrivedAt: Date.parse(time) });
  if (message.kind === 'well-formed') {
    return { type: message.type, subject: message.envelope.subject, data: message.data };
  }
  return message.kind === 'malformed' ? { faults: message.faults } : { dead: message.code };
}

const pathsOf = (faults: readonly Fault[]): readonly string[] => faults.map(({ path }) => path);

describe('the columns of a CSV', () => {
  /** Paths of all fields with a value, with whether each is needed. */
  function fieldsOf(schema: unknown, path: string, needed: boolean): [string, boolean][] {
    const { properties, required = [] } = schema as {
      properties?: Record<string, unknown>;
      required?: string[];
    };
    if (properties === undefined) return [[path, needed]];
    return Object.entries(properties).flatMap(([name, inner]) =>
      fieldsOf(inner, path === '' ? name : `${path}.${name}`, needed && required.includes(name)),
    );
  }

  it.each(laterTypes)('of %s are the fields of its schema, needed where it needs them', (type) => {
    const fields = fieldsOf(z.toJSONSchema(inboundSchemas[type]), '', true);
    const columns = csvMessages[type].columns.map(({ name, needed }) => [name, needed] as const);
    expect(new Map(columns)).toEqual(new Map(fields));
  });
});

describe('a line of each type', () => {
  it.each(laterTypes)('%s becomes the event of the contract, by its column type', (type) => {
    const { subject, data } = exampleMessages[type];
    const table = withCell(tableOf(type), 'type', type);
    expect(read(table)).toEqual({ type, subject, data });
    const unversioned = withCell(tableOf(type), 'type', type.replace('.v1', ''));
    expect(read(unversioned)).toEqual({ type, subject, data });
  });

  it.each(types)('%s becomes the same by the type given beside the file', (type) => {
    const table = tableOf(type);
    expect(read(table, type)).toMatchObject({ type });
    expect(read(table, type)).toEqual(read(withCell(table, 'type', type)));
  });

  it.each(types)('%s is refused once, by its header, for each column that it lacks', (type) => {
    for (const name of neededColumnsOf(type)) {
      if (name === 'claim.reference' || name === 'statement.reference') continue;
      const detail = `is missing: ${type} needs it`;
      expect(read(without(tableOf(type), name), type)).toEqual({
        header: [{ path: name, detail, line: 1 }],
      });
    }
  });

  it.each(types)('%s in a file of several types is refused by its line', (type) => {
    const [name = ''] = neededColumnsOf(type).slice(-1);
    const table = withCell(without(tableOf(type), name), 'type', type);
    expect(read(table)).toEqual({
      line: `the header must hold what ${type} needs; it lacks ${name}`,
    });
  });

  it.each(types)('%s names an empty cell by its column', (type) => {
    for (const name of neededColumnsOf(type)) {
      const { faults } = read(withCell(tableOf(type), name, ''), type) as { faults?: Fault[] };
      // Without its institution or reference it cannot be told of which claim it speaks.
      if (faults === undefined) expect(name).toMatch(/\.(institution|reference)$/);
      else expect(pathsOf(faults)).toContain(`data.${name}`);
    }
  });

  it.each([
    ['claim.contested.v1', 'contestation.reason', 'too dear', /must be one of "document-missing"/],
    ['claim.contested.v1', 'contestation.amount.amount', '5,00', /must be/],
    ['contestation.answered.v1', 'outcome', 'yes', /"partly-accepted"/],
    ['contestation.answered.v1', 'acceptedAmount.amount', '0.00', /above zero/],
    ['claim.credited.v1', 'creditNote.amount.currency', 'EURO', /must be/],
    ['claim.waived.v1', 'waiver.kind', 'gift', /"write-off"/],
    ['statement.announced.v1', 'claims', 'two', /must be/],
    ['statement.announced.v1', 'debtorState', 'Germany', /must be/],
    ['down-payment.made.v1', 'payment.paidOn', '1.3.2026', /must be/],
    ['down-payment.answered.v1', 'outcome', 'maintained', /"declined"/],
  ] as const)('%s tells what would be right in %s instead of %s', (...given) => {
    const [type, column, cell, detail] = given;
    const { faults = [] } = read(withCell(tableOf(type), column, cell), type) as {
      faults?: Fault[];
    };
    expect(faults).toContainEqual({
      path: `data.${column}`,
      detail: expect.stringMatching(detail),
    });
  });
});

describe('the type of a line', () => {
  it.each(laterTypes)('is asked for where the columns are those of %s', (type) => {
    expect(read(tableOf(type))).toEqual({
      header: [
        {
          path: 'type',
          detail: `is missing: these are the columns of ${type}; a column type must say so on every line`,
          line: 1,
        },
      ],
    });
  });

  it('is a claim without any, and that of the file where the cell is empty', () => {
    expect(read(tableOf('claim.submitted.v1'))).toMatchObject({ type: 'claim.submitted.v1' });
    const table = withCell(tableOf('claim.waived.v1'), 'type', '');
    expect(read(table, 'claim.waived.v1')).toMatchObject({ type: 'claim.waived.v1' });
  });

  it('must be known', () => {
    expect(read(withCell(tableOf('claim.waived.v1'), 'type', 'claim.forgiven'))).toEqual({
      dead: 'unknown-type',
    });
  });
});

describe('who says what the debtor says', () => {
  const unnamed = { source: null, time };
  const debtors = types.filter((type) => csvMessages[type].sender === 'debtor');

  it.each(debtors)('must be said of %s where no token tells', (type) => {
    expect(debtors).toEqual(['claim.contested.v1', 'down-payment.made.v1']);
    const table = tableOf(type);
    expect(read(table, type, unnamed)).toEqual({
      line: `source: must be given, the institution of the debtor: ${type} is what it says`,
    });
    expect(read(withCell(table, 'source', 'DE:AOK-BY'), type, unnamed)).toMatchObject({ type });
    expect(read(table, type)).toMatchObject({ type });
  });

  it('follows from the claim where the creditor speaks', () => {
    const { columns, cells } = tableOf('claim.credited.v1');
    const reading = readMessagesCsvHeader(columns, 'claim.credited.v1');
    if (!reading.ok) throw new Error('the header must be taken');
    const line = readClaimsCsvLine(reading.header, cells, {
      ...unnamed,
      type: 'claim.credited.v1',
    });
    expect(line).toMatchObject({ ok: true, event: { source: 'urn:institution:FR:CNAM' } });
  });
});
