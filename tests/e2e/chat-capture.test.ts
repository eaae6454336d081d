import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing } from '../support/browser/missing';
import type { Person } from '../support/browser/person';
import { ask } from '../support/e2e/bus';
import { launch } from '../support/e2e/cast';
import { openChat, pressIn, rowIs, sendFiles, transferIs, writeIn } from '../support/e2e/chat-page';
import { secretNeedles } from '../support/e2e/foreign';
import { type ChatRelay, meet, online, openChatRelay, say, type Talker } from '../support/e2e/talkers';
import { openTap, type WireTap } from '../support/e2e/wire-tap';
import { canary, searchFolder, searchText } from '../support/lab/leaks';
import { searchMemory } from '../support/relay/process-memory';
import { until } from '../support/wait';

const missing = browserMissing();
const EXPORT = 'a passphrase for the export 5';

describe.skipIf(missing !== undefined)(
  missing === undefined ? 'what a relay and a wire see' : `what a relay and a wire see (skipped: ${missing})`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'sotto-chat-capture-'));
    /** What nobody but the two may ever see. */
    const secrets: string[] = [];
    const secret = (what: string): string => {
      const word = canary(what);
      secrets.push(word);
      return word;
    };
    let relay: ChatRelay;
    let tap: WireTap;
    let anna: Talker;
    let bert: Talker;

    /** Everything that a person types is a secret here, but for the name in the chat address. */
    async function cast(kind: Person['kind'], name: string): Promise<Talker> {
      const person = await launch(kind, name);
      const window = await person.openExtensionPage('app.html');
      await ask(window, 'vault.create', { passphrase: secret('passphrase') });
      const wanted = { name: secret('name'), email: `${secret('mail')}@lab.test` as never, version: 'v4' } as const;
      const { view, fingerprint } = await ask(window, 'keys.make', wanted);
      const exported = await ask(window, 'keys.exportPrivate', { fingerprint, passphrase: EXPORT });
      secrets.push(...(await secretNeedles(exported, EXPORT)));
      // The certificate itself: any of its lines would name its owner.
      secrets.push(
        ...view.armored
          .split('\n')
          .filter((line) => line.length === 64)
          .slice(0, 3),
      );
      const login = { relay: tap.address, name, password: secret('password') };
      const { account } = await ask(window, 'relay.register', login);
      if (account === undefined) throw new Error('no account was made');
      await online(window);
      return { ...person, window, certificate: view.armored, fingerprint, user: account.user };
    }

    beforeAll(async () => {
      relay = await openChatRelay();
      tap = await openTap(relay.address, { record: true });
      [anna, bert] = await Promise.all([cast('chromium', 'anna'), cast('firefox', 'bert')]);
    }, 180_000);
    afterAll(async () => {
      await Promise.allSettled([anna, bert].map((who) => (who as Talker | undefined)?.close()));
      await (tap as WireTap | undefined)?.close();
      await (relay as ChatRelay | undefined)?.destroy();
      rmSync(folder, { recursive: true });
    });

    it('holds no word, name, address, file, passphrase or key of anybody [req 35]', async () => {
      const { annas, berts } = await meet(anna, bert);
      const [hers, his] = [await openChat(anna, annas), await openChat(bert, berts)];
      // Words written, drafted, and gone after they were read.
      const [asked, answered, begun] = [secret('text'), secret('answer'), secret('draft')];
      await writeIn(hers, asked);
      await rowIs(his, asked, 'received');
      await writeIn(his, answered);
      await rowIs(hers, answered, 'received');
      await rowIs(his, answered, 'delivered');
      await ask(anna.window, 'chat.saveDraft', { id: annas, text: begun });
      // Files: their octets and their names.
      for (const [from, to] of [
        [hers, his],
        [his, hers],
      ] as const) {
        const name = `${secret('file-name')}.txt`;
        const path = join(folder, name);
        writeFileSync(path, secret('file').repeat(2_000));
        await sendFiles(from, [path]);
        await rowIs(from, name, 'delivered', 60_000);
        await pressIn(to, name, 'Load file');
        await transferIs(to, name, 'here', 60_000);
      }
      // Without trace, and with the relay away: what waits is sealed, too.
      const said = secret('no-trace');
      await ask(anna.window, 'noTrace.ask', { id: annas });
      const phaseIs = (who: Talker, id: typeof annas, phase: string) =>
        until(
          `${who.name} to be ${phase}`,
          async () => (await ask(who.window, 'noTrace.view', { id })).phase === phase,
        );
      await phaseIs(bert, berts, 'asked');
      await ask(bert.window, 'noTrace.answer', { id: berts, agree: true });
      await Promise.all([phaseIs(anna, annas, 'private'), phaseIs(bert, berts, 'private')]);
      await ask(anna.window, 'noTrace.send', { id: annas, message: 'a'.repeat(32) as never, text: said });
      await until('it to arrive', async () =>
        JSON.stringify(await ask(bert.window, 'noTrace.view', { id: berts })).includes(said),
      );
      await ask(anna.window, 'noTrace.end', { id: annas });
      // One for whom nobody is there: it stays at the relay.
      await bert.close();
      const kept = secret('kept');
      await say(anna, annas, kept);
      await rowIs(hers, kept, 'stored');

      // What the relay has to know is found in every place: the searches find what is there.
      const known = anna.user.split('@')[0] ?? anna.user;
      const wire = tap.recorded();
      expect(searchText(wire, [known]), 'the wire was listened to').not.toEqual([]);
      expect(wire.toString('latin1')).toMatch(/upgrade: websocket/i);
      expect(searchText(wire, secrets)).toEqual([]);
      expect(wire.includes('PRIVATE KEY')).toBe(false);

      const { child, printed } = relay.process();
      const words = [...secrets, '@lab.test', 'PRIVATE KEY BLOCK'];
      const needles = words.flatMap((word) => [Buffer.from(word), Buffer.from(word, 'utf16le')]);
      const [control = 0, ...found] = searchMemory(child.pid ?? 0, [Buffer.from(known), ...needles]);
      expect(control, 'the memory was read').toBeGreaterThan(0);
      expect(words.filter((_, at) => (found[2 * at] ?? 0) + (found[2 * at + 1] ?? 0) > 0)).toEqual([]);

      expect(searchFolder(relay.folder, [known]), 'the disk was read').not.toEqual([]);
      expect(searchFolder(relay.folder, words)).toEqual([]);
      expect(printed.length).toBeGreaterThan(0);
      expect(searchText(Buffer.from(printed.join('\n')), [...words, known, anna.fingerprint])).toEqual([]);
    }, 200_000);
  },
);
