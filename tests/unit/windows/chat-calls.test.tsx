// @vitest-environment jsdom
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallId } from '../../../lib/core/calls';
import type { CallBody, ChatMessage, ConversationView } from '../../../lib/core/chat';
import { AppError } from '../../../lib/core/errors';
import { App } from '../../../lib/windows/app/app';
import { firstUnread, rowsOf } from '../../../lib/windows/app/chat/history/rows';
import { chatAnswers, conversationId, messageOf, statusOf, viewOf } from '../../support/windows/chat';
import { draw, erase, press, settle } from '../../support/windows/draw';
import { type Answers, createFakePorts } from '../../support/windows/fake-ports';
import { lookAtWindow, standInForBrowser } from '../../support/windows/modal';

const ID = conversationId(1);

beforeAll(() => {
  standInForBrowser();
});
beforeEach(() => {
  location.hash = `#chat/${ID}`;
  lookAtWindow(true);
  vi.stubGlobal('RTCPeerConnection', class {});
});
afterEach(() => {
  erase();
  vi.unstubAllGlobals();
});

const callOf = (number: number, change: Partial<CallBody> = {}): ChatMessage => {
  const body: CallBody = {
    kind: 'call',
    call: 'c'.repeat(32) as CallId,
    direction: 'in',
    video: false,
    why: 'missed',
    ...change,
  };
  return messageOf(number, '', { body, mine: body.direction === 'out', state: 'received' });
};
const open = async (messages: readonly ChatMessage[], view: Partial<ConversationView> = {}, more: Answers = {}) => {
  const ports = createFakePorts({ ...chatAnswers({ view: viewOf(view), messages }), ...more });
  return { ports, root: await draw(<App />, ports) };
};
const callsIn = (root: ParentNode) => [...root.querySelectorAll<HTMLElement>('[data-testid=chat-call]')];

describe('calls in a conversation', () => {
  it('stand on the side of who called, with how they went', async () => {
    const { root } = await open([
      callOf(1),
      callOf(2, { direction: 'out' }),
      callOf(3, { why: 'ended', seconds: 192 }),
      callOf(4, { direction: 'out', video: true, why: 'declined' }),
    ]);
    const told = callsIn(root).map((row) => row.querySelector('.chat-call')?.textContent);
    expect(told).toEqual([
      'Missed call',
      'You called, no answer',
      'Call, 3 min 12 s',
      'You called with video, declined',
    ]);
    expect(callsIn(root).map((row) => row.classList.contains('chat-mine'))).toEqual([false, true, false, true]);
    expect(callsIn(root).every((row) => row.querySelector('time') !== null)).toBe(true);
  });

  it('are called back by one press, with a picture where there was one', async () => {
    const { ports, root } = await open([callOf(1, { video: true })], {}, { 'calls.start': () => undefined });
    await press(root, 'Call back');
    const [asked] = ports.inputsOf('calls.start') as ReadonlyArray<{ id: string }>;
    expect(asked).toEqual({ id: expect.stringMatching(/^[0-9a-f]{32}$/), conversation: ID, video: true });
    // Another call than the one that was missed.
    expect(asked?.id).not.toBe('c'.repeat(32));
  });

  it('say why another call could not begin', async () => {
    const busy = { 'calls.start': () => Promise.reject(new AppError('call/busy')) };
    const { root } = await open([callOf(1, { direction: 'out' })], {}, busy);
    await press(root, 'Call again');
    await settle();
    expect(root.textContent).toContain('You are in a call already.');
  });

  it('cannot be called back where no channel is open', async () => {
    const { root } = await open([callOf(1)], {
      status: statusOf({ channel: 'your-decision', writable: false, decision: 'refused' }),
    });
    expect(root.querySelector<HTMLButtonElement>('[data-testid=chat-call-back]')?.disabled).toBe(true);
  });

  it('are new where they were missed, and join no message', () => {
    const messages = [
      messageOf(1, 'read'),
      callOf(2),
      callOf(3, { why: 'ended', seconds: 5 }),
      callOf(4, { direction: 'out' }),
      messageOf(5, 'new'),
      messageOf(6, 'joined'),
    ];
    expect(firstUnread(messages, 3)).toBe(2);
    const joined = rowsOf(messages, undefined).flatMap((row) => (row.kind === 'message' ? [row.joined] : []));
    expect(joined).toEqual([false, false, false, false, false, true]);
  });
});
