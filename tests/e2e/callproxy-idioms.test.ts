import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing, KINDS } from '../support/browser/launch';
import { IDIOMS } from '../support/callproxy-probe/idioms';
import { setCallProxyStage } from '../support/callproxy-probe/stage';

describe.each(KINDS)('pages with calls in %s', (kind) => {
  describe.skipIf(browserMissing(kind) !== undefined)(browserMissing(kind) ?? 'is here', () => {
    let stage: Awaited<ReturnType<typeof setCallProxyStage>>;
    beforeAll(async () => {
      stage = await setCallProxyStage(kind);
    });
    afterAll(() => stage?.close());
    const run = async (half: string, name: string): Promise<unknown> => {
      const page = await stage.open(half);
      return page.evaluate(`(async () => (${String(IDIOMS[name])})())()`);
    };

    it.each(Object.keys(IDIOMS))('see the same with us as without: %s', async (name) => {
      const plain = await run('off', name);
      for (const half of ['clear', 'protected']) {
        expect(await run(half, name), half).toEqual(plain);
        const { heard, errors } = await stage.heard();
        expect(errors).toEqual([]);
        expect(heard.filter((one) => one.startsWith('blind'))).toEqual([]);
      }
    });
  });
});
