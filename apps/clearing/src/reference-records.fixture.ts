import type { InstitutionRecord } from '@reciproca/agreements';

/** Institution records, every field said, of institutions that always were. */
export function institutionRecords(ids: readonly string[]): InstitutionRecord[] {
  return ids.map((id) => ({
    id,
    name: id,
    from: '1960-01-01',
    to: null,
    liaisonBody: null,
    accounts: [],
  }));
}

/** An arrangement under which Germany and France offset. */
export const offsettingArrangement = {
  id: 'DE-FR',
  states: ['DE', 'FR'],
  instruments: ['EU-987-2009'],
  from: '2010-05-01',
  offsetting: true,
};
