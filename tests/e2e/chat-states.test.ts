import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing } from '../support/browser/missing';
import { ask, refusal } from '../support/e2e/bus';
import {
  type ChatRelay,
  castTalker,
  conversationIn,
  hears,
  type Meeting,
  meet,
  newMessageId,
  online,
  openChatRelay,
  RELAY_PASSWORD,
  say,
  type Talker,
} from '../support/e2e/talkers';
import { until } from '../support/wait';

const missing = browserMissing();

describe.skipIf(missing !== undefined)(
  missing === undefined ? 'a channel that changes' : `a channel that changes (skipped: ${missing})`,
  () => {
    let relay: ChatRelay;
    let anna: Talker;
    let bert: Talker;
    let between: Meeting;
    beforeAll(async () => {
      relay = await openChatRelay();
      [anna, bert] = await Promise.all([castTalker('chromium', 'anna', relay), castTalker('firefox', 'bert', relay)]);
      between = await meet(anna, bert, 'in-use');
    }, 180_000);
    afterAll(async () => {
      await Promise.allSettled([anna, bert].map((who) => (who as Talker | undefined)?.close()));
      await (relay as ChatRelay | undefined)?.destroy();
    });

    const bodyOf = async (who: Talker, mine: boolean) => {
      const id = who === anna ? between.annas : between.berts;
      const { messages } = await ask(who.window, 'chat.history', { id, limit: 500 });
      return messages.filter((message) => message.mine === mine && message.body.kind !== 'note').at(-1);
    };

    it('a message whose time is over is gone on both sides, and is said to have been', async () => {
      const message = newMessageId();
      const validity = { from: 'arrival', ms: 3_000 } as const;
      await ask(anna.window, 'chat.send', { id: between.annas, message, text: 'burn after arrival', validity });
      await hears(bert, between.berts, 'burn after arrival');
      for (const [who, mine] of [
        [anna, true],
        [bert, false],
      ] as const) {
        const due = (await bodyOf(who, mine))?.goneAt ?? Number.POSITIVE_INFINITY;
        await until('the content to be gone', async () => (await bodyOf(who, mine))?.body.kind === 'gone');
        expect(Date.now() - due, 'milliseconds too late').toBeLessThan(2_000);
      }
    }, 60_000);

    it('refusing the certificate stops it, and accepting it again goes on', async () => {
      const decide = (decision: 'refused' | 'in-use') =>
        ask(anna.window, 'contacts.decide', { fingerprint: bert.fingerprint as never, decision });
      await decide('refused');
      await until('the channel to stop', async () => {
        const { status } = await ask(anna.window, 'chat.view', { id: between.annas });
        return status.channel !== 'open' && !status.writable;
      });
      const input = { id: between.annas, message: newMessageId(), text: 'not to be sent' };
      expect(await refusal(anna.window, 'chat.send', input)).toBe('chat/not-writable');
      await decide('in-use');
      await conversationIn(anna, bert.user, 'open');
      await say(anna, between.annas, 'after the refusal');
      await hears(bert, between.berts, 'after the refusal');
    }, 60_000);

    it('one who ends it ends it for both, and it begins again when both want to', async () => {
      await ask(anna.window, 'chat.end', { id: between.annas });
      expect((await conversationIn(anna, bert.user, 'ended')).status.endedBy).toBe('me');
      expect((await conversationIn(bert, anna.user, 'ended')).status.endedBy).toBe('them');
      // Who ended it is asked, and begins again by hand.
      await ask(bert.window, 'chat.start', { address: anna.user });
      await conversationIn(bert, anna.user, 'their-decision');
      await ask(anna.window, 'chat.start', { address: bert.user });
      await Promise.all([conversationIn(bert, anna.user, 'open'), conversationIn(anna, bert.user, 'open')]);
      await say(bert, between.berts, 'begun again');
      await hears(anna, between.annas, 'begun again');
    }, 60_000);

    it('another device of the same person stops it until one goes on with it', async () => {
      await ask(bert.window, 'relay.logOut');
      await ask(bert.window, 'relay.logIn', { relay: relay.address, user: bert.user, password: RELAY_PASSWORD });
      await online(bert.window);
      await until('the new device to be told', () => ask(bert.window, 'chat.start', { address: anna.user }), {
        within: 60_000,
        every: 1_000,
      });
      const stopped = await conversationIn(anna, bert.user, 'changed', 40_000);
      expect(stopped.status).toMatchObject({ changed: 'device', writable: false });
      await ask(anna.window, 'chat.acceptDevice', { id: between.annas });
      await Promise.all([
        conversationIn(anna, bert.user, 'open', 40_000),
        conversationIn(bert, anna.user, 'open', 40_000),
      ]);
      await say(anna, between.annas, 'to your new device');
      await hears(bert, between.berts, 'to your new device');
    }, 180_000);

    it('another certificate stops it until a person decides, and verified is not inherited [req 32]', async () => {
      const before = await ask(bert.window, 'keys.list');
      const next = await ask(bert.window, 'keys.make', {
        name: 'Bert Lab',
        email: 'bert@lab.test' as never,
        version: 'v6',
      });
      for (const { fingerprint } of before) await ask(bert.window, 'keys.delete', { fingerprint });
      await until('the new certificate to be told', () => ask(bert.window, 'chat.start', { address: anna.user }), {
        within: 60_000,
        every: 1_000,
      });
      const stopped = await conversationIn(anna, bert.user, 'changed', 40_000);
      expect(stopped.status).toMatchObject({ changed: 'certificate', writable: false });
      expect(stopped.rival).toBe(next.fingerprint);
      const input = { id: between.annas, message: newMessageId(), text: 'not to be sent' };
      expect(await refusal(anna.window, 'chat.send', input)).toBe('chat/not-writable');
      await ask(anna.window, 'contacts.decide', { fingerprint: next.fingerprint, decision: 'in-use' });
      const open = await conversationIn(anna, bert.user, 'open', 40_000);
      expect(open.status.decision).toBe('in-use');
      await say(anna, between.annas, 'under the new certificate');
      await hears(bert, between.berts, 'under the new certificate');
    }, 180_000);

    it('the account: another password, the old one refused, and gone when it is deleted', async () => {
      const next = 'another velvet orchard password 88';
      await ask(bert.window, 'relay.changePassword', { current: RELAY_PASSWORD, next });
      await online(bert.window);
      expect(await refusal(bert.window, 'relay.deleteAccount', { password: RELAY_PASSWORD })).toBe(
        'relay/login-failed',
      );
      const { account } = await ask(bert.window, 'relay.deleteAccount', { password: next });
      expect(account).toBeUndefined();
      // What was written stays readable.
      const { messages } = await ask(bert.window, 'chat.history', { id: between.berts, limit: 100 });
      expect(JSON.stringify(messages)).toContain('begun again');
      const message = newMessageId();
      const input = { id: between.berts, message, text: 'to nobody' };
      expect(await refusal(bert.window, 'chat.send', input)).toBe('chat/not-writable');
    }, 60_000);
  },
);
