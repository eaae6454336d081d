import { describe, expect, it } from 'vitest';
import { createCallLog } from '../../../lib/calls/call-log';
import { OWN_CALL_LIMITS } from '../../../lib/calls/limits';
import { checkServer } from '../../../lib/calls/servers';
import type { CallId, CallLine } from '../../../lib/core/calls';
import type { ConversationId } from '../../../lib/core/chat';
import { memoryCallRows, testVault } from '../../support/calls/line-home';
import { ringing } from './people-calling';

const LOGIN = { username: 'anna', credential: 'secret' };

describe('the servers of calls', () => {
  it.each(['stun:stun.example.org', 'stuns:stun.example.org:5349', 'STUN:192.0.2.1:3478', 'stun:[2001:db8::1]:3478'])(
    'takes %s',
    (url) => {
      expect(checkServer({ url, ...LOGIN })).toEqual({ url });
    },
  );

  it.each(['turn:turn.example.org', 'turns:turn.example.org:443?transport=tcp', 'turn:127.0.0.1:50000?transport=udp'])(
    'takes %s with a name and a password, and not without',
    (url) => {
      expect(checkServer({ url: ` ${url} `, ...LOGIN })).toEqual({ url, ...LOGIN });
      expect(() => checkServer({ url, username: 'anna' })).toThrow('call/server-login');
      expect(() => checkServer({ url })).toThrow('call/server-login');
    },
  );

  it.each([
    '',
    'stun.example.org',
    'https://turn.example.org',
    'turn://turn.example.org',
    'stun:anna@stun.example.org',
    'stun:stun.example.org?transport=udp',
    'turn:turn.example.org?transport=sctp',
    'turn:turn.example.org:0',
    'turn:turn.example.org:70000',
    'turn:a b',
    'stun:-x.example',
    `stun:${'a'.repeat(260)}`,
    `turn:${'a.'.repeat(140)}org`,
  ])('refuses %s', (url) => {
    expect(() => checkServer({ url, ...LOGIN })).toThrow('call/bad-server');
  });

  it('keeps them, and nothing of a list in which one is wrong', async () => {
    const { anna, id } = await ringing();
    const servers = [{ url: 'stun:a.example' }, { url: 'turn:b.example', ...LOGIN }];
    await anna.calls().setServers(servers);
    const wrong = anna.calls().setServers([{ url: 'stun:c.example' }, { url: 'http://d.example' }]);
    await expect(wrong).rejects.toMatchObject({ code: 'call/bad-server' });
    expect(await anna.calls().servers()).toEqual(servers);
    expect((await anna.calls().view(id)).servers).toEqual(servers);
  });

  it('are the only way where Settings say so, as the window of the call is told [req 35]', async () => {
    const { anna, id } = await ringing();
    const told = async () => [(await anna.calls().view(id)).onlyTurn, (await anna.calls().current())?.onlyTurn];
    expect(await told()).toEqual([false, false]);
    anna.settings.onlyTurn = true;
    expect(await told()).toEqual([true, true]);
  });
});

describe('the list of calls', () => {
  const lineAt = (at: number): CallLine => ({
    id: at.toString(16).padStart(32, '0') as CallId,
    conversation: 'c'.repeat(32) as ConversationId,
    name: 'Bert',
    direction: 'in',
    video: false,
    at,
    why: 'missed',
    isNew: true,
  });

  it('has the newest first, at most 500, and is the same for a background that comes later', async () => {
    const ports = { rows: memoryCallRows(), vault: testVault() };
    const log = createCallLog(ports);
    for (let at = 0; at < OWN_CALL_LIMITS.lines + 5; at++) await log.note(lineAt(at));
    const lines = await log.list();
    expect([lines.length, lines[0]?.at, lines.at(-1)?.at]).toEqual([500, 504, 5]);
    expect(await createCallLog(ports).list()).toEqual(lines);
    expect(await ports.rows.keys('call:')).toHaveLength(500);
  });

  it('shows the others where one line is damaged', async () => {
    const ports = { rows: memoryCallRows(), vault: testVault() };
    const log = createCallLog(ports);
    await log.note(lineAt(1));
    await log.note(lineAt(2));
    await ports.rows.put(`call:${lineAt(1).id}`, new Uint8Array(40));
    expect((await createCallLog(ports).list()).map(({ at }) => at)).toEqual([2]);
  });

  it('cannot be read while keys are locked, also where it was read before', async () => {
    const ports = { rows: memoryCallRows(), vault: testVault() };
    const log = createCallLog(ports);
    await log.note(lineAt(1));
    ports.vault.lock();
    log.forget();
    await expect(log.list()).rejects.toMatchObject({ code: 'vault/locked' });
  });
});
