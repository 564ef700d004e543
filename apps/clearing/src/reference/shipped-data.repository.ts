import type { Transaction } from '@reciproca/database';
import type { BroughtRow, Shipment } from './shipped-records.js';

/** A shipment as it is noted. */
export interface ShipmentNote {
  readonly release: number;
  readonly digest: string;
}

/** The newest shipment that was taken over. */
export async function lastShipment(transaction: Transaction): Promise<ShipmentNote | undefined> {
  const [row] = await transaction.query<{ release: number; digest: string }>(
    'select release, digest from shipments order by shipment desc limit 1',
  );
  return row;
}

/** Notes that a shipment is taken over. */
export async function noteShipment(
  transaction: Transaction,
  { release, digest }: ShipmentNote,
  at: string,
): Promise<void> {
  await transaction.execute(
    'insert into shipments (release, digest, loaded_at) values ($1, $2, $3)',
    [release, digest, at],
  );
}

/** Every row of the kinds of a shipment with who brought it, in the order of their versions. */
export function broughtRows(transaction: Transaction, shipment: Shipment): Promise<BroughtRow[]> {
  return transaction.query<BroughtRow & Record<string, unknown>>(
    `select record.kind, key, valid_from::text as "from", valid_to::text as "to", record,
       imported_by as "broughtBy"
     from reference_records as record join reference_versions using (version)
     where record.kind = any($1) order by version`,
    [[...new Set(shipment.rows.map(({ kind }) => kind))]],
  );
}
