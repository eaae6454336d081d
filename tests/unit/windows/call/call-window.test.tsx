// @vitest-environment jsdom
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallView } from '../../../../lib/core/calls';
import { AppError, sentenceFor } from '../../../../lib/core/errors';
import { CallWindow } from '../../../../lib/windows/call/call-window';
import type { PeerPorts } from '../../../../lib/windows/call/peer/ports';
import { createFakePeer } from '../../../support/calls-own/fake-peer';
import { CALL, callView, NOW, READY } from '../../../support/calls-own/views';
import { byId, draw, erase, find, pressId, pressKey, settle } from '../../../support/windows/draw';
import type { Answers } from '../../../support/windows/fake-ports';

/** jsdom plays nothing. */
class FakeStream {
  readonly tracks: readonly unknown[];
  constructor(tracks: readonly unknown[]) {
    this.tracks = tracks;
  }
}

beforeEach(() => {
  vi.stubGlobal('MediaStream', FakeStream);
  vi.spyOn(HTMLMediaElement.prototype, 'play').mockResolvedValue(undefined);
  location.hash = CALL;
});
afterEach(() => {
  erase();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function open(view: CallView, answers: Answers = {}, ports: Partial<PeerPorts> = {}) {
  const world = createFakePeer(view, ports, answers);
  const root = await draw(<CallWindow ports={world.ports} />, { ...world.bus, isByPerson: () => true });
  await settle();
  return { ...world, root };
}
const connectedView = (change: Partial<CallView> = {}) =>
  callView({ connectedAt: NOW - 65_000, words: READY, ...change });
async function connected(change: Partial<CallView> = {}, answers: Answers = {}) {
  const world = await open(connectedView(change), answers);
  await vi.waitFor(() => expect(world.now.connections).toBe(1));
  await act(() => world.fake.become('connected'));
  await settle();
  return world;
}

describe('the window of a call', () => {
  it('says who calls and how sure that is, and gives no button the focus', async () => {
    const { root } = await open(callView({ phase: 'incoming', direction: 'in' }));
    expect(root.textContent).toContain('Anna Berg calls you');
    expect(root.textContent).toContain('In use, not verified');
    expect(document.activeElement?.tagName).toBe('H1');
    expect(document.title).toBe('Anna Berg calls you');
  });

  it('answers for a person alone, not for a script [req 5]', async () => {
    const world = createFakePeer(callView({ phase: 'incoming', direction: 'in' }));
    const root = await draw(<CallWindow ports={world.ports} />, world.bus);
    await settle();
    await pressId(root, 'call-answer');
    await pressId(root, 'call-answer-video');
    expect(world.bus.inputsOf('call.accept')).toEqual([]);
    expect(world.media.opened).toEqual([]);
  });

  it('opens the camera only where one answers with it', async () => {
    const { root, media } = await open(callView({ phase: 'incoming', direction: 'in', video: true }));
    await pressId(root, 'call-answer-video');
    expect(media.opened.map(({ kind }) => kind)).toEqual(['audio', 'video']);
  });

  it('says sealed only once media flow, and which words to compare', async () => {
    const waiting = await open(callView({ words: READY }));
    await vi.waitFor(() => expect(waiting.now.connections).toBe(1));
    await settle();
    expect(byId(waiting.root, 'call-status').textContent).toBe('Waiting for key');
    await act(() => waiting.fake.become('connected'));
    await settle();
    expect(byId(waiting.root, 'call-status').textContent).toBe('Sealed, words not compared');
    expect(byId(waiting.root, 'call-characters').textContent).toBe(READY.characters);
    expect([...byId(waiting.root, 'call-words').children].map((one) => one.textContent)).toEqual(READY.words);
  });

  it('marks the words that stood on the screen as the same, for a person alone [req 33]', async () => {
    const { root, bus } = await connected({}, { 'call.compared': () => undefined });
    await pressId(root, 'call-same');
    expect(bus.inputsOf('call.compared')).toEqual([{ id: CALL, characters: READY.characters, same: true }]);
    const scripted = createFakePeer(connectedView());
    const other = await draw(<CallWindow ports={scripted.ports} />, scripted.bus);
    await settle();
    await pressId(other, 'call-same');
    expect(scripted.bus.inputsOf('call.compared')).toEqual([]);
  });

  it('shows other words only after they are asked for, so that none are marked unread [req 33]', async () => {
    const { root, become, bus } = await connected();
    await act(() => become({ words: { ...READY, characters: 'zzzz' } }));
    await settle();
    expect(root.textContent).toContain('The words are no longer the same');
    expect(root.querySelector('[data-testid="call-same"]')).toBeNull();
    await act(() => find(root, 'Show the new words').click());
    expect(byId(root, 'call-characters').textContent).toBe('zzzz');
    expect(bus.inputsOf('call.compared')).toEqual([]);
  });

  it('ends the call at once where the words differ', async () => {
    const { root, bus, fake } = await connected({}, { 'call.compared': () => undefined });
    await pressId(root, 'call-differ');
    expect(bus.inputsOf('call.compared')).toEqual([{ id: CALL, characters: READY.characters, same: false }]);
    // The background ends it, and says why.
    expect(bus.inputsOf('call.end')).toEqual([]);
    expect(fake.closed).toBe(true);
  });

  it('ends the call where the words differ, though that could not be said', async () => {
    const fails = () => {
      throw new AppError('call/compare-again');
    };
    const { root, bus, fake } = await connected({}, { 'call.compared': fails });
    await pressId(root, 'call-differ');
    expect(bus.inputsOf('call.end')).toEqual([{ id: CALL, why: 'ended' }]);
    expect(fake.closed).toBe(true);
  });

  it('says that the words differ on the side that heard of it, and does not call again', async () => {
    const over = { why: 'differ', by: 'them', at: NOW } as const;
    const { root } = await open(callView({ phase: 'over', connectedAt: NOW - 65_000, over, words: READY }), {});
    expect(byId(root, 'call-over').textContent).toContain('Anna ended the call: the words differ on the two screens.');
    expect(byId(root, 'call-over').textContent).toContain('somebody may be between you');
    expect((byId(root, 'call-again') as HTMLButtonElement).disabled).toBe(true);
  });

  it('mutes by M, hangs up by Alt and H, and not by Escape', async () => {
    const { root, bus, media } = await connected();
    await pressKey(document.body, 'm');
    expect(media.opened[0]?.enabled).toBe(false);
    expect(byId(root, 'call-mute').textContent).toBe('Unmute');
    await pressKey(document.body, 'Escape');
    await pressKey(document.body, 'h');
    expect(bus.inputsOf('call.end')).toEqual([]);
    await act(() => {
      document.body.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'h', code: 'KeyH', altKey: true, bubbles: true }),
      );
    });
    await settle();
    expect(bus.inputsOf('call.end')).toEqual([{ id: CALL, why: 'ended' }]);
  });

  it('tells the time in the words of the window and of its bar', async () => {
    const { root } = await connected();
    expect(byId(root, 'call-time').textContent).toBe('1:05');
    expect(document.title).toBe('1:05 Anna Berg');
  });

  it('says why it is over and how long it was, and calls again under a new id', async () => {
    const over = { why: 'ended', by: 'them', at: NOW } as const;
    const { root, bus } = await open(callView({ phase: 'over', connectedAt: NOW - 3_725_000, over }), {
      'calls.start': () => undefined,
      'calls.write': () => undefined,
    });
    expect(root.textContent).toContain('Anna hung up.');
    expect(byId(root, 'call-length').textContent).toBe('You talked for 1:02:05.');
    await pressId(root, 'call-again');
    const [started] = bus.inputsOf('calls.start') as Array<{ id: string; conversation: string }>;
    expect(started?.conversation).toBe(callView().conversation);
    expect(started?.id).not.toBe(CALL);
    await pressId(root, 'call-write');
    expect(bus.inputsOf('calls.write')).toEqual([{ conversation: callView().conversation }]);
  });

  it('says that another window has the call, and that a browser has none', async () => {
    const other = await open(callView(), {}, { claim: async () => undefined });
    expect(other.root.textContent).toContain(sentenceFor('call/other-window'));
    erase();
    const none = await open(callView({ phase: 'incoming', direction: 'in' }), {}, { connect: undefined });
    expect(none.root.textContent).toContain(sentenceFor('call/no-webrtc'));
    expect(none.root.querySelector('[data-testid="call-answer"]')).toBeNull();
  });

  it('follows the address to the next call, and lets the one before go', async () => {
    const { root, now, bus } = await open(callView({ phase: 'ringing' }));
    const next = 'd1'.repeat(16);
    await act(async () => {
      const arrived = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }));
      location.hash = next;
      await arrived;
    });
    await settle();
    expect(now.released).toBe(1);
    expect(bus.inputsOf('call.view')).toContainEqual({ id: next });
    expect(byId(root, 'call-talking')).toBeDefined();
  });
});
