import { describe, expect, it } from 'vitest';
import type { BarState } from '../../../lib/bus/views';
import type { ChatGlance } from '../../../lib/core/chat-glance';
import { createBar } from '../../../lib/frames/bar/bar';
import { barWords } from '../../../lib/frames/bar/bar-words';
import { fakePorts } from './support';

const chat = (change: Partial<ChatGlance> = {}): ChatGlance => ({
  unread: 0,
  queued: 0,
  relay: 'online',
  requests: 0,
  unopened: 0,
  ...change,
});
const at = (change: Partial<BarState>): BarState => ({ phase: 'ready', draftsWaiting: 0, attention: 0, ...change });

describe('the bar', () => {
  it.each([
    [at({ phase: 'absent' }), 'Sotto is not set up yet.', 'start', false],
    [at({ phase: 'no-key' }), 'You have no key yet.', 'keys', false],
    [at({ phase: 'locked' }), 'Your keys are locked.', 'unlock', false],
    [at({}), 'Ready to seal and open mail here.', 'popup', true],
    [at({ attention: 1 }), 'Ready. 1 certificate waits for your decision.', 'popup', true],
    [at({ draftsWaiting: 2 }), 'Ready. 2 unsent messages wait.', 'popup', true],
  ] as const)('says %j', (state, words, window, canLock) => {
    expect(barWords(state)).toMatchObject({ words, window, canLock });
  });

  it.each([
    [chat(), 'Ready to seal and open mail here.', 'neutral', false],
    [chat({ relay: 'connecting', queued: 2 }), 'Ready to seal and open mail here.', 'neutral', false],
    [chat({ unread: 1 }), 'Ready. 1 new message.', 'neutral', true],
    [chat({ unread: 2 }), 'Ready. 2 new messages.', 'neutral', true],
    [chat({ relay: 'offline' }), 'Ready. Relay not reachable.', 'neutral', true],
    [chat({ relay: 'offline', queued: 3 }), 'Ready. Relay not reachable, 3 messages wait.', 'neutral', true],
    [chat({ relay: 'offline', queued: 1 }), 'Ready. Relay not reachable, 1 message waits.', 'neutral', true],
    [chat({ relay: 'stopped' }), 'Ready. Relay stopped.', 'attention', true],
    [chat({ requests: 1 }), 'Ready. 1 request waits for your decision.', 'attention', true],
    [
      chat({ requests: 2, unread: 5, relay: 'absent', queued: 1 }),
      'Ready. 2 requests wait for your decision. 5 new messages. Not logged in to a relay, 1 message waits.',
      'attention',
      true,
    ],
  ] as const)('says of chat %j', (glance, words, tone, hasChat) => {
    expect(barWords(at({ chat: glance }))).toMatchObject({ words, tone, hasChat, window: 'popup' });
  });

  it('counts a certificate that came with a request once', () => {
    expect(barWords(at({ attention: 1, chat: chat({ requests: 1 }) })).words).toBe(
      'Ready. 1 request waits for your decision.',
    );
    expect(barWords(at({ attention: 2, chat: chat({ requests: 1 }) })).words).toContain('1 certificate waits');
  });

  it.each(['ready', 'locked'] as const)('says that words of a page in convenience did not go out: %s', (phase) => {
    const talk = { way: 'none', isVerified: false, notSent: true } as const;
    const { words, tone } = barWords(at({ phase, talk }));
    expect(words).toContain('our last message here was not sent');
    expect(tone).toBe('attention');
  });

  it('says while locked that something came, and not whether it is a message that can be read', () => {
    const locked = barWords(at({ phase: 'locked', chat: chat({ unopened: 2 }) }));
    expect(locked).toMatchObject({
      words: 'Your keys are locked. 2 sealed messages came.',
      window: 'unlock',
      hasChat: true,
    });
  });

  it('opens the chat tab, and takes no notice of a conversation without trace', async () => {
    const { ports, hear, inputs } = fakePorts({ 'bar.state': () => at({ chat: chat({ unread: 1 }) }) });
    const bar = createBar(ports);
    await bar.refresh();
    await bar.openChat();
    expect(inputs('frame.openWindow')).toEqual([{ window: 'chat' }]);
    await hear('no-trace');
    expect(inputs('bar.state')).toHaveLength(1);
    await hear('chat');
    expect(inputs('bar.state')).toHaveLength(2);
  });

  it('asks for attention only where a decision waits', () => {
    expect(barWords(at({ attention: 1 })).tone).toBe('attention');
    expect(barWords(at({ draftsWaiting: 3 })).tone).toBe('neutral');
  });

  it('asks again when something changed, opens our window and locks', async () => {
    let phase: BarState['phase'] = 'locked';
    const { ports, hear, inputs, commands } = fakePorts({ 'bar.state': () => at({ phase }) });
    const bar = createBar(ports);
    await bar.refresh();
    await bar.open();
    expect(inputs('frame.openWindow')).toEqual([{ window: 'unlock' }]);
    phase = 'ready';
    await hear('vault');
    expect(bar.state.get()).toMatchObject({ step: 'ready', bar: { phase: 'ready' } });
    await bar.lock();
    expect(commands()).toContain('vault.lock');
  });
});
