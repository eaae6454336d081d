// @vitest-environment jsdom
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChatMessage, ConversationView } from '../../../lib/core/chat';
import { App } from '../../../lib/windows/app/app';
import { chatAnswers, conversationId, fileOf, messageOf, statusOf, viewOf } from '../../support/windows/chat';
import { byId, draw, erase, find, press, pressId, pressKey } from '../../support/windows/draw';
import { type Answers, createFakePorts } from '../../support/windows/fake-ports';
import { lookAtWindow, standInForBrowser } from '../../support/windows/modal';
import { ANNA } from '../../support/windows/people';

const ID = conversationId(1);

beforeAll(() => {
  standInForBrowser();
});
beforeEach(() => {
  location.hash = `#chat/${ID}`;
  lookAtWindow(true);
});
afterEach(() => {
  erase();
  vi.restoreAllMocks();
});

const open = async (
  view: Partial<ConversationView> = {},
  messages: readonly ChatMessage[] = [],
  more: Answers = {},
) => {
  const ports = createFakePorts({ ...chatAnswers({ view: viewOf(view), messages }), ...more });
  const root = await draw(<App />, ports);
  await pressId(root, 'chat-contact-button');
  return { ports, root, contact: byId(root, 'chat-contact') };
};

describe('the contact of a conversation', () => {
  it('says who, which certificate and how sure, and leads to the certificate', async () => {
    const { ports, contact } = await open({}, [], { 'frame.openCertificate': () => undefined });
    expect(contact.textContent).toContain('anna.k7m2q');
    expect(contact.textContent).toContain('In use, not verified');
    expect(contact.textContent.replaceAll(/\s/g, '')).toContain(ANNA.fingerprint.toUpperCase());
    await press(contact, 'Show certificate');
    expect(ports.inputsOf('frame.openCertificate')).toEqual([{ fingerprint: ANNA.fingerprint }]);
  });

  it('lists the files of both, newest first', async () => {
    const { contact } = await open({}, [
      messageOf(1, '', { body: fileOf({ name: 'first.pdf' }) }),
      messageOf(2, 'words'),
      messageOf(3, '', { mine: true, body: fileOf({ name: 'second.pdf' }) }),
    ]);
    const names = [...contact.querySelectorAll('.shared-files bdi')].map(({ textContent }) => textContent);
    expect(names).toEqual(['second.pdf', 'first.pdf']);
  });

  it('compares the words', async () => {
    const { root, contact } = await open();
    await press(contact, 'Compare the words');
    expect(byId(root, 'compare-digits').textContent).toContain('4821');
  });

  it('ends the channel only after it was asked', async () => {
    const { ports, root, contact } = await open({}, [], { 'chat.end': () => undefined });
    await press(contact, 'End the channel');
    await press(root, 'Keep the channel');
    expect(ports.inputsOf('chat.end')).toEqual([]);
    await press(contact, 'End the channel');
    const dialog = root.querySelector('dialog') ?? expect.fail('no dialog');
    await press(dialog, 'End the channel');
    expect(ports.inputsOf('chat.end')).toEqual([{ id: ID }]);
    expect(root.querySelector('dialog')).toBeNull();
  });

  it('has no channel to end where none is', async () => {
    const { contact } = await open({ status: statusOf({ channel: 'ended', writable: false }) });
    expect(() => find(contact, 'End the channel')).toThrow();
  });

  it('stays when Escape closes the window over it', async () => {
    const { root, contact } = await open();
    await press(contact, 'Delete conversation');
    await pressKey(find(root, 'Keep conversation'), 'Escape');
    expect(byId(root, 'chat-contact')).toBe(contact);
    expect(location.hash).toBe(`#chat/${ID}`);
  });

  it('deletes the conversation only after it was asked, and goes back to the list', async () => {
    const { ports, root, contact } = await open({}, [], { 'chat.remove': () => undefined });
    await press(contact, 'Delete conversation');
    const dialog = root.querySelector('dialog') ?? expect.fail('no dialog');
    expect(ports.inputsOf('chat.remove')).toEqual([]);
    await press(dialog, 'Delete conversation');
    expect(ports.inputsOf('chat.remove')).toEqual([{ id: ID }]);
    expect(location.hash).toBe('#chat');
  });

  it('shows how far a message is that was written from there, and Escape leads back to the messages', async () => {
    const { root, contact } = await open({}, [messageOf(1, 'mine', { mine: true, state: 'stored' })]);
    expect(contact.textContent).toContain('At the relay');
    await pressKey(byId(root, 'chat-text'), 'Escape');
    expect(root.querySelector('[data-testid=chat-contact]')).toBeNull();
    expect(byId(root, 'chat-message')).toBeDefined();
    expect(location.hash).toBe(`#chat/${ID}`);
  });
});
