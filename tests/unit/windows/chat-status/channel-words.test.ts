import { describe, expect, it } from 'vitest';
import { DECISIONS } from '../../../../lib/core/certificate';
import { CHANNEL_STATES, type ConversationStatus } from '../../../../lib/core/chat';
import { channelWords, relayWords } from '../../../../lib/windows/app/chat/status/channel-words';
import { OFFLINE } from '../../../support/windows/talks';

const first = 'Anna';
const all: ConversationStatus[] = CHANNEL_STATES.flatMap((channel) =>
  [...DECISIONS, 'unknown' as const].flatMap((decision) =>
    [undefined, 'certificate' as const, 'device' as const].map((changed) => ({
      channel,
      decision,
      writable: false,
      ...(changed === undefined ? {} : { changed }),
    })),
  ),
);

describe('the words of a channel', () => {
  it('say verified, and are green, only where the channel is open, verified, and nothing changed', () => {
    for (const status of all) {
      const { tone, words } = channelWords({ status, first });
      const isTrue = status.channel === 'open' && status.decision === 'verified' && status.changed === undefined;
      expect(tone === 'verified', JSON.stringify(status)).toBe(isTrue);
      expect(/, verified/i.test(words), JSON.stringify(status)).toBe(isTrue);
    }
  });

  it('say sealed only where the channel is open', () => {
    for (const status of all) {
      expect(/^Sealed/.test(channelWords({ status, first }).words)).toBe(status.channel === 'open');
    }
  });

  it.each([
    ['none', 'No channel'],
    ['your-decision', 'Waiting for your decision'],
    ['their-decision', 'Waiting for Anna'],
    ['other-half', 'Waiting for the other half of the key'],
    ['open', 'Sealed, not verified'],
    ['changed', 'Stopped: the certificate of Anna changed'],
    ['ended', 'Ended'],
  ] as const)('for %s are: %s', (channel, words) => {
    const status = { channel, decision: 'in-use', writable: true } as const;
    expect(channelWords({ status, first }).words).toBe(words);
  });

  it('name another device, and who ended it', () => {
    const decided = { decision: 'verified', writable: false } as const;
    const device = channelWords({ status: { ...decided, channel: 'changed', changed: 'device' }, first });
    expect(device).toMatchObject({ words: 'Stopped: Anna uses another device', action: 'accept-device', tone: 'stop' });
    const ended = channelWords({ status: { ...decided, channel: 'ended', endedBy: 'them' }, first });
    expect(ended.words).toBe('Ended by Anna');
  });
});

describe('the words of the relay', () => {
  it('count what waits, and are silent where nothing is wrong', () => {
    expect(relayWords({ link: { phase: 'online' }, queued: 3 })).toBeUndefined();
    expect(relayWords({ link: OFFLINE, queued: 0 })).toBe('Relay not reachable');
    expect(relayWords({ link: OFFLINE, queued: 1 })).toBe('Relay not reachable, 1 message waits');
    expect(relayWords({ link: OFFLINE, queued: 3 })).toBe('Relay not reachable, 3 messages wait');
    expect(relayWords({ link: { phase: 'absent' }, queued: 0 })).toBe('Not logged in to a relay');
  });
});
