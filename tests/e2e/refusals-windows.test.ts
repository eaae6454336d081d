import { encryptKey } from 'openpgp';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ErrorCode, SENTENCES } from '../../lib/core/error-codes';
import { KINDS } from '../support/browser/launch';
import { browserMissing } from '../support/browser/missing';
import { fillNamed, pressNamed, seeWords } from '../support/browser/named';
import { ask, refusal } from '../support/e2e/bus';
import { type Actor, castActor, PASSPHRASE } from '../support/e2e/cast';
import { damaged, secretArmor, stranger } from '../support/e2e/foreign';
import { until } from '../support/wait';

const missing = browserMissing();
/** Nothing is asked of it: our windows need no webmail. */
const NO_LAB = { url: 'http://127.0.0.1:9' };

const says = (code: ErrorCode) => new RegExp(SENTENCES[code].replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));

describe.skipIf(missing !== undefined).each(KINDS)(
  `what our windows refuse, in %s${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  (kind) => {
    let me: Actor;
    let app: Page;
    beforeAll(async () => {
      me = await castActor(kind, 'alice', NO_LAB);
      app = await me.openExtensionPage('app.html#contacts');
    }, 60_000);
    afterAll(() => me?.close());

    it('what is pasted as a certificate and is none: each has its sentence, and nobody is added', async () => {
      const dora = await stranger('dora@lab.test');
      const eric = await stranger('eric@lab.test');
      await pressNamed(app, 'Add a certificate');
      const pasted: ReadonlyArray<readonly [string, ErrorCode]> = [
        ['This is a letter, not a certificate.', 'key/not-a-key'],
        [secretArmor(dora), 'key/secret-as-public'],
        [await damaged(dora), 'key/damaged'],
        [`${dora.certificate}\n${eric.certificate}`, 'key/several'],
        [me.certificate, 'contact/own-certificate'],
      ];
      for (const [text, code] of pasted) {
        await fillNamed(app, 'Or paste the certificate', text);
        await pressNamed(app, 'Look at this certificate');
        await seeWords(app, says(code));
      }
      expect(await ask(me.window, 'contacts.list')).toEqual([]);
    });

    it('a key of mine without the passphrase that it was saved with', async () => {
      const { secret } = await stranger('alice@elsewhere.test');
      const locked = (await encryptKey({ privateKey: secret, passphrase: 'its own passphrase' })).armor();
      const bring = (passphrase?: string) => refusal(me.window, 'keys.import', { octets: locked, passphrase });
      expect(await bring()).toBe('key/needs-passphrase');
      expect(await bring('another passphrase')).toBe('key/wrong-passphrase');
      expect(await refusal(me.window, 'keys.import', { octets: secret.toPublic().armor() })).toBe(
        'key/public-as-secret',
      );
      expect(await bring('its own passphrase')).toBeUndefined();
    });

    it('a wrong passphrase, with pauses that grow, and then takes the right one [req 4]', async () => {
      await ask(me.window, 'vault.lock');
      await app.bringToFront();
      const attempt = async (passphrase: string) => {
        await fillNamed(app, 'Passphrase', passphrase);
        await pressNamed(app, 'Unlock keys');
      };
      const guess = () => refusal(me.window, 'vault.unlock', { passphrase: 'another guess of many' });
      for (const wrong of ['first guess of many', 'second guess of many']) {
        await attempt(wrong);
        await seeWords(app, says('vault/wrong-passphrase'));
        await fillNamed(app, 'Passphrase', 'x');
      }
      const lengths: number[] = [];
      for (const _ of ['third', 'fourth']) {
        const begun = Date.now();
        expect(await guess()).toBe('vault/wrong-passphrase');
        await until('the next guess to be let in', async () => {
          const { pausedUntil } = await ask(me.window, 'vault.state');
          return pausedUntil === undefined;
        });
        lengths.push(Date.now() - begun);
      }
      const [third = 0, fourth = 0] = lengths;
      expect(third).toBeGreaterThanOrEqual(1_000);
      expect(fourth).toBeGreaterThanOrEqual(2_000);
      await attempt('fifth guess of many');
      await seeWords(app, /Too many wrong passphrases\. Try again in \d+ seconds\./);
      // While the pause lasts not even the right one counts: asked past the window, which would wait by itself.
      expect(await refusal(me.window, 'vault.unlock', { passphrase: PASSPHRASE })).toBe('vault/wait');
      await attempt(PASSPHRASE);
      await seeWords(app, /Lock now/);
      expect((await ask(me.window, 'vault.state')).phase).toBe('unlocked');
    });
  },
);
