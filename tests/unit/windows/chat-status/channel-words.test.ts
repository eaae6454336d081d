import { describe, expect, it } from 'vitest';
import { DECISIONS } from '../../../../lib/core/certificate';
import { CHANNEL_STATES, type ConversationStatus } from '../../../../lib/core/chat';
import { nextStep } from '../../../../lib/windows/app/chat/account/next-step';
import { channelWords } from '../../../../lib/windows/app/chat/status/channel-words';
import { relaySpoken, relayWords } from '../../../../lib/windows/app/chat/status/relay-words';
import { ANNA } from '../../../support/windows/people';
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
    ['changed', 'Stopped: Anna’s certificate changed'],
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

  it('say aloud that it is away, not every try and every count', () => {
    expect(relaySpoken({ phase: 'connecting' })).toBeUndefined();
    expect(relaySpoken({ phase: 'online' })).toBe('');
    expect(relaySpoken(OFFLINE)).toBe('Relay not reachable');
  });
});

describe('the next step for the connection', () => {
  it.each([
    ['relay/replaced', { kind: 'retry', words: 'Connect here' }],
    ['relay/revoked', { kind: 'log-in', words: 'Log in again' }],
    ['relay/device-refused', { kind: 'log-in', words: 'Log in again' }],
    ['relay/version', undefined],
    ['relay/address', undefined],
  ] as const)('after %s is the one that helps', (code, step) => {
    expect(nextStep({ phase: 'stopped', code })).toEqual(step);
  });

  it('is to try now only while it is tried, and nothing while it is there', () => {
    expect(nextStep(OFFLINE)).toEqual({ kind: 'retry', words: 'Try now' });
    expect(nextStep({ phase: 'online' })).toBeUndefined();
    expect(nextStep({ phase: 'connecting' })).toBeUndefined();
  });
});

describe('what is said with a state', () => {
  const view = { fingerprint: ANNA.fingerprint };
  const wordsOf = (status: Partial<ConversationStatus>, more: { rival?: typeof ANNA.fingerprint } = {}) =>
    channelWords({
      status: { channel: 'your-decision', decision: 'later', writable: false, ...status },
      first,
      view: { ...view, ...more },
    });

  it('has no button for a certificate that is not here', () => {
    const status = { channel: 'your-decision', decision: 'later', writable: false } as const;
    expect(channelWords({ status, first, view: {} })).not.toHaveProperty('action');
    expect(wordsOf({ channel: 'changed', changed: 'certificate' })).not.toHaveProperty('action');
    expect(wordsOf({ channel: 'changed', changed: 'certificate' }, { rival: ANNA.fingerprint }).action).toBe(
      'show-new-certificate',
    );
  });

  it('is never verified while another certificate wants the place', () => {
    const open = wordsOf({ channel: 'open', decision: 'verified' }, { rival: ANNA.fingerprint });
    expect(open.words).toBe('Sealed, not verified');
  });

  it('tells a refused certificate from one that waits, and from one that is over', () => {
    const said = (['later', 'refused', 'verified'] as const).map((decision) => wordsOf({ decision }).more);
    expect(new Set(said).size).toBe(3);
  });

  it('tells that they want to begin again after I ended it', () => {
    const ended = { channel: 'ended', endedBy: 'me', decision: 'in-use' } as const;
    expect(wordsOf(ended).words).toBe('Ended');
    expect(wordsOf({ ...ended, asked: true })).toMatchObject({
      words: 'Ended; Anna asks to begin again',
      action: 'begin-again',
    });
  });

  it('promises no answer of theirs while the relay is away', () => {
    const status = { channel: 'their-decision', decision: 'unknown', writable: false } as const;
    expect(channelWords({ status, first, online: false }).more).toContain('when the relay can be reached');
    expect(channelWords({ status, first, online: true }).more).not.toContain('relay');
  });
});
