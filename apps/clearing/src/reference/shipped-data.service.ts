import type { Database, Transaction } from '@reciproca/database';
import { openOutboxBatch, writeOutbox, type MessagingLog } from '@reciproca/messaging';
import { StartError, type Component } from '@reciproca/runtime';
import { KnownRecords } from './known-records.js';
import { insertRows, lockImports } from './reference-import.repository.js';
import type { VersionedRow } from './reference-kinds.js';
import { updatesOf } from './reference-updates.js';
import { newestVersion, readRows, type ReferenceStore } from './reference.repository.js';
import { broughtRows, lastShipment, noteShipment } from './shipped-data.repository.js';
import { digestOfShipment, newRowsOf, shippedBy, type Shipment } from './shipped-records.js';
import { storedFaults } from './stored-faults.js';

/** What taking over shipped data works with. */
export interface ShippedDataParts {
  readonly database: Database;
  readonly reference: ReferenceStore;
  readonly clock: () => Date;
  readonly log: MessagingLog;
  /** What comes with this release. */
  readonly shipment: () => Shipment;
}

/**
 * Takes over what comes with the product, before anything is decided: at the first start all of it,
 * later what differs. Data on which nothing can be decided end the start.
 */
export class ShippedData implements Component {
  readonly name = 'reference data';

  constructor(private readonly parts: ShippedDataParts) {}

  /** @throws StartError with every fault of the shipped data, or of those in the tables */
  async start(): Promise<void> {
    const begun = performance.now();
    const shipment = this.parts.shipment();
    refuse(shipment.faults);
    const { known, added } = await this.parts.database.transaction(async (transaction) => {
      await lockImports(transaction);
      const version = await newestVersion(transaction);
      const rows = await readRows(transaction, { after: 0, version });
      const taken = await this.takeOver(transaction, shipment);
      const learnt = new KnownRecords();
      learnt.learn([...rows, ...taken], taken.at(-1)?.version ?? version);
      // What is taken over was checked where it is shipped.
      refuse(storedFaults(rows, learnt));
      // Made now, so that the first batch does not wait for it.
      learnt.asOf(learnt.version);
      return { known: learnt, added: taken.length };
    });
    this.parts.reference.begin(known);
    const { version } = known;
    const milliseconds = Math.round(performance.now() - begun);
    this.parts.log.info({ version, added, milliseconds }, 'reference data are there');
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  private async takeOver(
    transaction: Transaction,
    shipment: Shipment,
  ): Promise<readonly VersionedRow[]> {
    const last = await lastShipment(transaction);
    if (last !== undefined && last.release > shipment.release) {
      this.parts.log.warn(
        { shipped: shipment.release, found: last.release },
        'the reference data of a newer release are in use',
      );
      return [];
    }
    const { release } = shipment;
    const digest = digestOfShipment(shipment);
    if (last?.digest === digest) return [];
    const at = this.parts.clock().toISOString();
    const known = await broughtRows(transaction, shipment);
    const added = await insertRows(transaction, newRowsOf(shipment, known), {
      at,
      person: shippedBy,
    });
    await noteShipment(transaction, { release, digest }, at);
    await this.tell(transaction, updatesOf(added, [...known, ...added], at));
    return added;
  }

  private async tell(
    transaction: Transaction,
    updates: ReturnType<typeof updatesOf>,
  ): Promise<void> {
    if (updates.length === 0) return;
    const batchId = await openOutboxBatch(transaction);
    await writeOutbox(transaction, batchId, updates);
  }
}

function refuse(problems: readonly string[]): void {
  if (problems.length === 0) return;
  throw new StartError(problems.map((problem) => ({ code: 'reference-data-invalid', problem })));
}
