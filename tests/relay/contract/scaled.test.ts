import { afterAll, beforeAll, describe } from 'vitest';
import { describeStores } from '../../support/relay/contract/describe-stores';
import { openScaled } from '../../support/relay/lab/open-scaled';
import { type StoreLab, startStoreLab, storeLabMissing } from '../../support/relay/lab/store-lab';

const missing = storeLabMissing();

describe.skipIf(missing !== undefined)(`with PostgreSQL and Redis${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let lab: StoreLab;
  beforeAll(async () => {
    lab = await startStoreLab();
  });
  afterAll(() => lab.destroy());

  describeStores('the scaled stores', () => openScaled(lab));
});
