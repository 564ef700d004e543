import { beforeAll, describe, expect, it } from '@jest/globals';

type FaultsOfPath = (path: string) => readonly string[];

describe('file names', () => {
  let faultsOfPath: FaultsOfPath;

  beforeAll(async () => {
    const script = new URL('../../../../scripts/check-names.mjs', import.meta.url).href;
    ({ faultsOfPath } = (await import(script)) as { faultsOfPath: FaultsOfPath });
  });

  it.each([
    'apps/clearing/src/netting/netting.ts',
    'apps/clearing/src/netting/netting.repository.int-spec.ts',
    'libs/database/src/migrations/20260101-create-ledger.migration.ts',
    'libs/local/src/guardian.d.ts',
  ])('accept %s', (path) => {
    expect(faultsOfPath(path)).toEqual([]);
  });

  it.each([
    ['apps/clearing/src/netting/nettingRules.ts', 'nettingRules is not kebab-case'],
    ['apps/clearing/src/Netting/netting.ts', 'Netting is not kebab-case'],
    ['apps/clearing/src/netting/net_sum.ts', 'net_sum is not kebab-case'],
    ['apps/clearing/src/netting/netting.helper.ts', '.helper is no role'],
    ['apps/clearing/src/netting/netting.test.ts', '.test is no role'],
  ])('refuse %s: %s', (path, fault) => {
    expect(faultsOfPath(path)).toEqual([fault]);
  });
});
