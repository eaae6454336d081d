// @vitest-environment jsdom
import { afterEach, describe, expect, it } from 'vitest';
import type { RelayStatus } from '../../../lib/core/chat';
import { AppError } from '../../../lib/core/errors';
import { parseOrigin } from '../../../lib/core/parse';
import type { TabState } from '../../../lib/core/site-state';
import type { VaultPhase } from '../../../lib/core/vault-state';
import { Popup } from '../../../lib/windows/popup/popup';
import { tabFromSearch } from '../../../lib/windows/popup/tab-from-search';
import { ONLINE, statusOf, summaryOf } from '../../support/windows/chat';
import { draw, erase, find, press, settle, submit, type } from '../../support/windows/draw';
import { type Answers, createFakePorts } from '../../support/windows/fake-ports';
import { ANNA, contactOf } from '../../support/windows/people';
import { popupAnswers } from '../../support/windows/popup';

afterEach(erase);

const OFFLINE: RelayStatus = {
  ...ONLINE,
  link: { phase: 'offline', code: 'relay/unreachable', nextTry: 0 },
  queued: 3,
};
const origin = parseOrigin('https://mail.example.org');
const MAIL = { uses: ['mail'], mode: 'sealed' } as const;
describe('the popup', () => {
  it('asks the browser for the site inside the click itself, after it told the background', async () => {
    const order: string[] = [];
    const ports = createFakePorts(
      popupAnswers(
        'unlocked',
        { state: 'not-granted', origin },
        { 'sites.expectGrant': () => void order.push('expect') },
      ),
      {
        requestOrigin: async (asked) => {
          order.push(`ask ${asked}`);
          return true;
        },
      },
    );
    const root = await draw(<Popup />, ports);
    find(root, 'Use Sotto on mail.example.org').click();
    // Nothing was awaited yet: a browser accepts the question only now.
    expect(order).toEqual(['expect', 'ask https://mail.example.org']);
    await settle();
    expect(ports.inputsOf('sites.expectGrant')).toEqual([{ origin, tabId: 7, uses: ['mail'] }]);
    expect(ports.inputsOf('sites.grant')).toEqual([{ origin, tabId: 7, uses: ['mail'] }]);
  });

  it('grants nothing when the person tells the browser no', async () => {
    const ports = createFakePorts(popupAnswers('unlocked', { state: 'not-granted', origin }), {
      requestOrigin: async () => false,
    });
    const root = await draw(<Popup />, ports);
    await press(root, 'Use Sotto on');
    expect(ports.inputsOf('sites.grant')).toEqual([]);
    expect(root.textContent).toContain('The browser was told no.');
  });

  it('leads to the set-up before the first passphrase', async () => {
    const ports = createFakePorts(
      popupAnswers('absent', { state: 'not-granted', origin }, { 'frame.openWindow': () => undefined }),
    );
    const root = await draw(<Popup />, ports);
    await press(root, 'Set up Sotto');
    expect(ports.inputsOf('frame.openWindow')).toEqual([{ window: 'start' }]);
  });

  it('unlocks right there and empties the field', async () => {
    let phase: VaultPhase = 'locked';
    const ports = createFakePorts({
      ...popupAnswers('locked', { state: 'locked', origin, site: 'roundcube', ...MAIL }),
      'vault.state': () => ({ phase }),
      'vault.unlock': () => {
        phase = 'unlocked';
        return { phase };
      },
    });
    const root = await draw(<Popup />, ports);
    await type(root, 'Passphrase', 'correct horse battery');
    await submit(root);
    expect(ports.inputsOf('vault.unlock')).toEqual([{ passphrase: 'correct horse battery' }]);
    expect(root.textContent).toContain('Keys unlocked');
    expect(root.querySelector('input[type=password]')).toBeNull();
  });

  it('says that the passphrase is wrong and keeps nothing of it in the field', async () => {
    const ports = createFakePorts(
      popupAnswers(
        'locked',
        { state: 'locked', origin, site: 'roundcube', ...MAIL },
        {
          'vault.unlock': () => Promise.reject(new AppError('vault/wrong-passphrase')),
        },
      ),
    );
    const root = await draw(<Popup />, ports);
    await type(root, 'Passphrase', 'not this one');
    await submit(root);
    expect(root.textContent).toContain('This is not the passphrase.');
    expect(root.querySelector<HTMLInputElement>('input[type=password]')?.value).toBe('');
  });

  it('lets nobody try while wrong passphrases have paused it', async () => {
    const until = Date.UTC(2026, 10, 21, 9, 0) + 42_000;
    const ports = createFakePorts({
      ...popupAnswers('locked', { state: 'locked', origin, site: 'roundcube', ...MAIL }),
      'vault.state': () => ({ phase: 'locked', pausedUntil: until }),
    });
    const root = await draw(<Popup />, ports);
    expect(root.textContent).toContain('Try again in 42 seconds.');
    await type(root, 'Passphrase', 'anything');
    await submit(root);
    expect(ports.inputsOf('vault.unlock')).toEqual([]);
  });

  it('counts the certificates that wait for a decision', async () => {
    const waiting = { 'contacts.list': () => [contactOf(ANNA)] };
    const ports = createFakePorts(
      popupAnswers('unlocked', { state: 'ready', origin, site: 'roundcube', ...MAIL }, waiting),
    );
    const root = await draw(<Popup />, ports);
    expect(find(root, '1 certificate waits for your decision')).toBeDefined();
  });

  it('says why it cannot work on a page', async () => {
    const root = await draw(
      <Popup />,
      createFakePorts(popupAnswers('unlocked', { state: 'blocked', reason: 'browser-page' })),
    );
    expect(root.textContent).toContain('The browser lets no extension work on this page.');
  });

  it('takes a grant back', async () => {
    const ports = createFakePorts(
      popupAnswers(
        'unlocked',
        { state: 'ready', origin, site: 'roundcube', ...MAIL },
        { 'sites.revoke': () => undefined },
      ),
    );
    const root = await draw(<Popup />, ports);
    await press(root, 'Stop using Sotto on this site');
    expect(ports.inputsOf('sites.revoke')).toEqual([{ origin }]);
  });

  it.each([
    [[summaryOf(1, { unread: 2 })], ONLINE, '2 new messages.'],
    [[summaryOf(1, { status: statusOf({ channel: 'your-decision' }) })], ONLINE, '1 request waits for your decision.'],
    [[], OFFLINE, 'Relay not reachable, 3 messages wait.'],
    [[summaryOf(1)], ONLINE, 'Nothing new in chat.'],
  ])('tells chat at a glance and leads to it (%#)', async (list, status, words) => {
    const ports = createFakePorts(
      popupAnswers(
        'unlocked',
        { state: 'ready', origin, site: 'roundcube', ...MAIL },
        { 'relay.status': () => status, 'chat.list': () => list, 'frame.openWindow': () => undefined },
      ),
    );
    const root = await draw(<Popup />, ports);
    expect(root.textContent).toContain(words);
    expect(root.textContent).not.toContain('Anna');
    await press(root, 'Open chat');
    expect(ports.inputsOf('frame.openWindow')).toEqual([{ window: 'chat' }]);
    expect(ports.closed()).toBe(1);
  });

  it('says nothing of chat to who has no account, and asks for no list while locked', async () => {
    const absent = { ...ONLINE, account: undefined, link: { phase: 'absent' } } as const;
    const more: Answers = { 'relay.status': () => absent, 'chat.list': () => [] };
    const ready: TabState = { state: 'ready', origin, site: 'roundcube', ...MAIL };
    const root = await draw(<Popup />, createFakePorts(popupAnswers('unlocked', ready, more)));
    expect(root.textContent).not.toContain('chat');
    await erase();
    const locked = createFakePorts(
      popupAnswers(
        'locked',
        { state: 'locked', origin, site: 'roundcube', ...MAIL },
        { 'relay.status': () => ({ ...ONLINE, unopened: 4 }) },
      ),
    );
    expect((await draw(<Popup />, locked)).textContent).toContain('4 sealed messages came.');
    expect(locked.inputsOf('chat.list')).toEqual([]);
  });

  it('as a tab of its own speaks of the tab that its address names', () => {
    expect(tabFromSearch('?tab=12')).toBe(12);
    expect(tabFromSearch('?tab=-1')).toBeUndefined();
    expect(tabFromSearch('')).toBeUndefined();
  });
});
