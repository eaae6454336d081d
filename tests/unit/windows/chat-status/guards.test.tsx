// @vitest-environment jsdom
import { type ComponentChild, render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ConversationView } from '../../../../lib/core/chat';
import { AppError } from '../../../../lib/core/errors';
import { LeaveRelay } from '../../../../lib/windows/app/chat/account/leave-relay';
import { Register } from '../../../../lib/windows/app/chat/account/register';
import { ChannelBar } from '../../../../lib/windows/app/chat/status/channel-bar';
import { CompareWords } from '../../../../lib/windows/app/chat/status/compare-words';
import { PortsProvider } from '../../../../lib/windows/ports';
import { byId, draw, erase, find, press, pressId, settle, submit, type } from '../../../support/windows/draw';
import { createFakePorts, type FakePorts } from '../../../support/windows/fake-ports';
import { standInForBrowser } from '../../../support/windows/modal';
import { CONVERSATION, OFFLINE, OWN_ADDRESS, relayStatus, talkWith } from '../../../support/windows/talks';

const PASSWORD = 'quartz lantern meadow orbit fjord';
const nothing = () => undefined;
const REVOKED = { phase: 'stopped', code: 'relay/revoked' } as const;

beforeAll(() => void standInForBrowser());
afterEach(erase);

const again = async (root: HTMLElement, ports: FakePorts, ui: ComponentChild) => {
  await act(() => render(<PortsProvider value={ports}>{ui}</PortsProvider>, root));
  await settle();
};

describe('the comparison by voice', () => {
  const byPerson = () => createFakePorts({ 'chat.compared': () => undefined }, { isByPerson: () => true });
  const windowOf = (view: ConversationView) => <CompareWords view={view} onClose={nothing} />;

  it('never confirms digits that took the place of those that were read aloud [req 29]', async () => {
    const ports = byPerson();
    const root = await draw(windowOf(talkWith('open')), ports);
    await again(root, ports, windowOf(talkWith('open', { comparison: '1111 2222 3333' })));
    expect(root.querySelector('[data-testid="compare-same"]')).toBeNull();
    expect(root.textContent).toContain('no longer the same');
    expect(root.textContent).not.toContain('1111');
    await press(root, 'Begin again with the new digits');
    await pressId(root, 'compare-same');
    expect(ports.inputsOf('chat.compared')).toEqual([{ id: CONVERSATION, comparison: '1111 2222 3333', same: true }]);
  });

  it('confirms nothing once the channel is not open any more', async () => {
    const ports = byPerson();
    const root = await draw(windowOf(talkWith('open')), ports);
    await again(root, ports, windowOf(talkWith('changed', { comparison: '4021 9937 0581' })));
    expect(root.querySelector('[data-testid="compare-same"]')).toBeNull();
  });

  it('does not wait on the button that confirms', async () => {
    const root = await draw(windowOf(talkWith('open')), byPerson());
    expect(document.activeElement).not.toBe(byId(root, 'compare-same'));
    expect(root.querySelector('.compare-body')).toBe(document.activeElement);
  });

  it('still says that it stopped the channel when its digits are gone', async () => {
    const ports = byPerson();
    const root = await draw(windowOf(talkWith('open')), ports);
    await pressId(root, 'compare-differ');
    const { comparison: _gone, ...rest } = talkWith('your-decision', {}, { decision: 'refused' });
    await again(root, ports, windowOf(rest));
    expect(root.textContent).toContain('Nothing more is sent');
  });
});

describe('the bar of a channel', () => {
  const barOf = (link = relayStatus(), view = talkWith('open')) => (
    <ChannelBar view={view} relay={link} onCompare={nothing} />
  );

  it('does not offer to try again where only the password helps', async () => {
    const root = await draw(barOf(relayStatus(REVOKED)), createFakePorts({}));
    expect(byId(root, 'relay-step').textContent).toBe('Log in again');
    await again(root, createFakePorts({}), barOf(relayStatus({ phase: 'stopped', code: 'relay/version' })));
    expect(root.querySelector('[data-testid="relay-step"]')).toBeNull();
  });

  it('logs in again with the same account, and leaves it as it is where the password is wrong', async () => {
    let tries = 0;
    const ports = createFakePorts({
      'relay.status': () => relayStatus(REVOKED),
      'relay.logIn': () => {
        tries += 1;
        if (tries === 1) throw new AppError('relay/login-failed');
        return relayStatus();
      },
    });
    const root = await draw(barOf(relayStatus(REVOKED)), ports);
    await press(root, 'Log in again');
    await type(root, 'Password', 'wrong');
    await submit(root);
    expect(root.textContent).toContain('The name or the password is wrong');
    await type(root, 'Password', PASSWORD);
    await submit(root);
    expect(ports.inputsOf('relay.logOut')).toEqual([]);
    expect(ports.inputsOf('relay.logIn').at(-1)).toEqual({
      relay: 'https://relay.example.org',
      user: OWN_ADDRESS,
      password: PASSWORD,
    });
    expect(root.querySelector('dialog')).toBeNull();
  });

  it('says aloud that the relay is away once, however often it is tried', async () => {
    const ports = createFakePorts({});
    const root = await draw(barOf(relayStatus(OFFLINE)), ports);
    const spoken = byId(root, 'relay-spoken').firstChild;
    for (const link of [{ phase: 'connecting' } as const, OFFLINE]) {
      await again(root, ports, barOf(relayStatus(link), talkWith('open', { queued: 4 })));
      expect(byId(root, 'relay-spoken').firstChild).toBe(spoken);
      expect(spoken?.textContent).toBe('Relay not reachable');
    }
    expect(root.querySelectorAll('[role=status]')).toHaveLength(2);
  });

  it('opens the certificate that wants the place', async () => {
    const rival = 'ab'.repeat(20) as NonNullable<ConversationView['rival']>;
    const ports = createFakePorts({ 'frame.openCertificate': () => undefined });
    const root = await draw(barOf(relayStatus(), talkWith('changed', { rival }, { changed: 'certificate' })), ports);
    await press(root, 'Show the new certificate');
    expect(ports.inputsOf('frame.openCertificate')).toEqual([{ fingerprint: rival }]);
  });

  it('keeps the focus when its button goes', async () => {
    const ports = createFakePorts({});
    const root = await draw(barOf(), ports);
    byId(root, 'channel-action').focus();
    await again(root, ports, barOf(relayStatus(), talkWith('open', {}, { decision: 'verified' })));
    expect(document.activeElement).toBe(byId(root, 'channel-bar'));
  });
});

describe('the account', () => {
  it('shows the field for an invitation where the relay wants one, and says so', async () => {
    const refused = () => {
      throw new AppError('relay/invitation');
    };
    const root = await draw(<Register />, createFakePorts({ 'relay.register': refused }));
    await type(root, 'Address of the relay', 'relay.example.org');
    await type(root, 'Name in your chat address', 'bob');
    await type(root, 'Password', PASSWORD);
    await type(root, 'The same again', PASSWORD);
    await submit(root);
    expect(root.querySelector('details')?.open).toBe(true);
    expect(root.textContent).toContain('by invitation only');
    expect(document.activeElement).toBe(byId(root, 'account-invitation'));
    await type(root, 'Invitation', 'k7');
    expect(root.querySelector('details')?.open).toBe(true);
  });

  it('is deleted by a person alone, with the password, after one more question', async () => {
    const answers = { 'relay.deleteAccount': () => relayStatus({ phase: 'absent' }) };
    for (const isByPerson of [false, true]) {
      const ports = createFakePorts(answers, { isByPerson: () => isByPerson });
      const root = await draw(<LeaveRelay user={OWN_ADDRESS} />, ports);
      await press(root, 'Delete the account');
      expect((find(root, 'for ever') as HTMLButtonElement).disabled).toBe(true);
      await type(root, 'Password of the account', PASSWORD);
      await press(root, 'for ever');
      expect(ports.inputsOf('relay.deleteAccount')).toEqual(isByPerson ? [{ password: PASSWORD }] : []);
      erase();
    }
  });

  it('is logged out of after one more question', async () => {
    const ports = createFakePorts(
      { 'relay.logOut': () => relayStatus({ phase: 'absent' }) },
      { isByPerson: () => true },
    );
    const root = await draw(<LeaveRelay user={OWN_ADDRESS} />, ports);
    await press(root, 'Log this device out');
    expect(ports.inputsOf('relay.logOut')).toEqual([]);
    await pressId(root, 'account-log-out');
    expect(ports.inputsOf('relay.logOut')).toHaveLength(1);
  });
});
