// @vitest-environment jsdom
import { act } from 'preact/test-utils';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { CALL_LIMITS, type CallLine, type CallView } from '../../../lib/core/calls';
import { AppError } from '../../../lib/core/errors';
import { App } from '../../../lib/windows/app/app';
import { callId, callViewOf, LINES, lineOf } from '../../support/windows/calls';
import { chatAnswers, conversationId, NOW, statusOf, summaryOf, viewOf } from '../../support/windows/chat';
import { byId, draw, erase, find, goTo, press, pressId, settle } from '../../support/windows/draw';
import { type Answers, createFakePorts } from '../../support/windows/fake-ports';
import { lookAtWindow, standInForBrowser } from '../../support/windows/modal';

beforeAll(() => {
  standInForBrowser();
});
beforeEach(() => {
  location.hash = '#calls';
  lookAtWindow(true);
  vi.stubGlobal('RTCPeerConnection', class {});
});
afterEach(() => {
  erase();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const CLOSED = statusOf({ channel: 'their-decision', writable: false });
const PEOPLE = [viewOf(), summaryOf(2, { name: 'Carla Ruiz', status: CLOSED })];

const open = async (lines: readonly CallLine[] = LINES, more: Answers = {}, overrides = {}) => {
  const ports = createFakePorts(
    {
      ...chatAnswers({ list: PEOPLE }),
      'calls.list': () => lines,
      'calls.current': () => undefined,
      'calls.seen': () => undefined,
      'calls.start': () => undefined,
      ...more,
    },
    overrides,
  );
  return { ports, root: await draw(<App />, ports) };
};
const rows = (root: ParentNode) => [...root.querySelectorAll<HTMLElement>('[data-testid=call-row]')];
const tabWords = (root: ParentNode) => find(root.querySelector('[role=tablist]') ?? root, 'Calls').textContent;
const isDisabled = (element: HTMLElement) => (element as HTMLButtonElement).disabled;

describe('the tab Calls', () => {
  it.each([
    [{ why: 'missed' }, 'Incoming: Missed call'],
    [{ why: 'ended', seconds: 192 }, 'Incoming: Call, 3 min 12 s'],
    [{ direction: 'out', why: 'missed' }, 'Outgoing: You called, no answer'],
    [{ direction: 'out', why: 'ended', seconds: 40 }, 'Outgoing: Call, 40 s'],
  ] as const)('says of %j in words how it went, and which way', async (change, words) => {
    const { seconds: _long, ...line } = lineOf(1);
    const { root } = await open([{ ...line, ...change }]);
    expect(rows(root)[0]?.textContent).toContain(words);
  });

  it('calls again, by voice and with a picture', async () => {
    const { root, ports } = await open([lineOf(1)]);
    await pressId(root, 'call-audio');
    await pressId(root, 'call-video');
    expect(ports.inputsOf('calls.start')).toMatchObject([
      { conversation: conversationId(1), video: false },
      { conversation: conversationId(1), video: true },
    ]);
    const [first, second] = ports.inputsOf('calls.start') as Array<{ id: string }>;
    expect(first?.id).toMatch(/^[0-9a-f]{32}$/);
    expect(second?.id).not.toBe(first?.id);
  });

  it('is the same call when it is tried again after a failure', async () => {
    let fails = true;
    const { root, ports } = await open([lineOf(1)], {
      'calls.start': () => {
        if (fails) throw new AppError('call/busy');
      },
    });
    await pressId(root, 'call-audio');
    expect(root.textContent).toContain('You are in a call already. End it first.');
    fails = false;
    await pressId(root, 'call-audio');
    await pressId(root, 'call-audio');
    const ids = (ports.inputsOf('calls.start') as Array<{ id: string }>).map(({ id }) => id);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it('is another call when it is tried again after the first would have rung to its end', async () => {
    let now = NOW;
    const { root, ports } = await open(
      [lineOf(1)],
      { 'calls.start': () => Promise.reject(new AppError('call/busy')) },
      { now: () => now },
    );
    await pressId(root, 'call-audio');
    now += CALL_LIMITS.ringMs;
    await pressId(root, 'call-audio');
    const ids = (ports.inputsOf('calls.start') as Array<{ id: string }>).map(({ id }) => id);
    expect(ids[1]).not.toBe(ids[0]);
  });

  it('writes to the person in the conversation that the call was of', async () => {
    const { root } = await open([lineOf(1)]);
    expect(byId(root, 'call-write').getAttribute('href')).toBe(`#chat/${conversationId(1)}`);
  });

  it('offers no call without an open channel, says why, and nothing at all where the conversation is gone', async () => {
    const { root } = await open([
      lineOf(1, { conversation: conversationId(2), name: 'Carla Ruiz' }),
      lineOf(2, { conversation: conversationId(9) }),
    ]);
    const [closed, gone] = rows(root);
    const button = byId(closed ?? root, 'call-audio');
    expect(isDisabled(button)).toBe(true);
    const reason = document.getElementById(button.getAttribute('aria-describedby') ?? '');
    expect(reason?.textContent).toContain('There is no open channel with this contact yet.');
    expect(gone?.querySelectorAll('button, a')).toHaveLength(0);
  });

  it('counts missed calls until somebody looks at them, and marks them while they do', async () => {
    let lines = [lineOf(1, { why: 'missed', isNew: true }), lineOf(2)];
    location.hash = '#mail';
    const { root, ports } = await open([], {
      'calls.list': () => lines,
      'calls.seen': () => {
        lines = lines.map((line) => ({ ...line, isNew: false }));
      },
    });
    expect(tabWords(root)).toBe('Calls1');
    expect(ports.inputsOf('calls.seen')).toEqual([]);
    lookAtWindow(false);
    await goTo('#calls');
    expect(rows(root)).toHaveLength(2);
    expect(ports.inputsOf('calls.seen')).toEqual([]);
    await act(() => lookAtWindow(true));
    await settle();
    expect(ports.inputsOf('calls.seen')).toHaveLength(1);
    await act(() => ports.announce('calls'));
    await settle();
    expect(tabWords(root)).toBe('Calls');
    expect(rows(root).map((row) => row.classList.contains('call-row-new'))).toEqual([true, false]);
  });

  it.each([
    [{ phase: 'calling' }, 'Calling Anna Berg'],
    [{ phase: 'ringing' }, 'It rings at Anna Berg'],
    [{ phase: 'incoming', direction: 'in' }, 'Anna Berg calls you'],
    [{ phase: 'answered' }, 'In a call with Anna Berg'],
  ] as ReadonlyArray<readonly [Partial<CallView>, string]>)(
    'has the call under way at the top: %j',
    async (change, words) => {
      const { root, ports } = await open(LINES, {
        'calls.current': () => callViewOf(change),
        'calls.show': () => undefined,
      });
      expect(byId(root, 'call-under-way').textContent).toContain(words);
      await press(root, 'Show the call');
      expect(ports.inputsOf('calls.show')).toEqual([{ id: callId(100) }]);
    },
  );

  it('begins a new call with one of those who can be called', async () => {
    const { root, ports } = await open([]);
    await pressId(root, 'call-new');
    const dialog = root.querySelector('dialog');
    expect(dialog?.textContent).toContain('Anna Berg');
    expect(dialog?.textContent).not.toContain('Carla Ruiz');
    expect(document.activeElement?.getAttribute('type')).toBe('search');
    await pressId(dialog ?? root, 'call-video');
    expect(ports.inputsOf('calls.start')).toMatchObject([{ conversation: conversationId(1), video: true }]);
    expect(root.querySelector('dialog')).toBeNull();
  });

  it('says how to get somebody to call where there is nobody', async () => {
    const { root } = await open([], { 'chat.list': () => [] });
    expect(root.textContent).toContain('Nobody to call yet');
    expect(find(root, 'Open Chat').getAttribute('href')).toBe('#chat');
    expect(root.querySelector('[data-testid=call-new]')).toBeNull();
  });

  it('says that this browser has no calls, lists those that were, and offers none', async () => {
    vi.stubGlobal('RTCPeerConnection', undefined);
    const { root } = await open([lineOf(1)]);
    expect(root.textContent).toContain('Calls are not available in this browser: it has no WebRTC');
    expect(rows(root)).toHaveLength(1);
    expect(root.querySelector('[data-testid=call-new]')).toBeNull();
    expect(isDisabled(byId(root, 'call-audio'))).toBe(true);
  });

  it('says what failed, and tries again', async () => {
    let fails = true;
    const { root } = await open([], {
      'calls.list': () => {
        if (fails) throw new AppError('store/failed');
        return [lineOf(1)];
      },
    });
    fails = false;
    await press(root, 'Try again');
    expect(rows(root)).toHaveLength(1);
  });
});

describe('the head of a conversation', () => {
  beforeEach(() => {
    location.hash = `#chat/${conversationId(1)}`;
  });

  it('calls by voice and with a picture', async () => {
    const { root, ports } = await open();
    await press(root, 'Video call');
    expect(ports.inputsOf('calls.start')).toMatchObject([{ conversation: conversationId(1), video: true }]);
  });

  it('says why there is no call while the channel is not open', async () => {
    const { root } = await open(LINES, { 'chat.view': () => viewOf({ status: CLOSED }) });
    const button = byId(root, 'call-audio');
    expect(isDisabled(button)).toBe(true);
    expect(button.parentElement?.title).toContain('There is no open channel with this contact yet.');
  });

  it('says why a call could not be begun', async () => {
    const { root } = await open(LINES, { 'calls.start': () => Promise.reject(new AppError('call/busy')) });
    await pressId(root, 'call-audio');
    expect(byId(root, 'call-audio').closest('header')?.textContent).toContain('You are in a call already.');
  });
});
