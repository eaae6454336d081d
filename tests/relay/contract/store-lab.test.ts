import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyPostgres } from '../../support/relay/lab/postgres';
import { emptyRedis } from '../../support/relay/lab/redis';
import { type StoreLab, startStoreLab, storeLabMissing } from '../../support/relay/lab/store-lab';

const missing = storeLabMissing();

describe.skipIf(missing !== undefined)(
  `the lab of PostgreSQL and Redis${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    let lab: StoreLab;
    beforeAll(async () => {
      lab = await startStoreLab();
    });
    afterAll(() => lab.destroy());

    it('serves again, at the same address, after SIGKILL and after a stop in good order', async () => {
      for (const server of [lab.redis, lab.redisVolatile]) {
        await server.kill();
        await expect(emptyRedis(server.url)).rejects.toThrow();
        await server.start();
        await emptyRedis(server.url);
      }
      await lab.postgres.kill();
      await expect(emptyPostgres(lab.postgres.url)).rejects.toThrow();
      await lab.postgres.start();
      await emptyPostgres(lab.postgres.url);
      await lab.postgres.restart();
      await emptyPostgres(lab.postgres.url);
    });
  },
);
