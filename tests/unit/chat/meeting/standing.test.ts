import { describe, expect, it } from 'vitest';
import { isAccepted, type Standing, statusFrom } from '../../../../lib/chat/meeting/standing';

const DECISIONS = ['verified', 'in-use', 'refused', 'later', 'unknown', 'mine'] as const;
const SESSIONS = ['none', 'waiting for the other half', 'open'] as const;
const ENDED = [undefined, 'me', 'them'] as const;
const RIVALS = [undefined, 'certificate', 'device'] as const;
const BOTH = [true, false] as const;

/** Every standing that there is. */
const all: Standing[] = BOTH.flatMap((here) =>
  ENDED.flatMap((ended) =>
    RIVALS.flatMap((rival) =>
      DECISIONS.flatMap((decision) =>
        BOTH.flatMap((usable) =>
          SESSIONS.flatMap((session) =>
            BOTH.flatMap((introduced) =>
              BOTH.map((theyAccepted) => ({
                here,
                ended,
                rival,
                decision,
                usable,
                session,
                introduced,
                theyAccepted,
                problem: undefined,
              })),
            ),
          ),
        ),
      ),
    ),
  ),
);

const accepted = (one: Standing) => isAccepted(one.decision) && one.usable;
const free = (one: Standing) => one.here && one.ended === undefined && one.rival === undefined;

describe('the state of a conversation, over every standing there is', () => {
  it('is open only where a session is, both have accepted, and nobody ended it or is to decide', () => {
    expect(all).toHaveLength(2 * 3 * 3 * 6 * 2 * 3 * 2 * 2);
    for (const one of all) {
      const isOpen = free(one) && accepted(one) && one.theyAccepted && one.session === 'open';
      expect(statusFrom(one).channel === 'open', JSON.stringify(one)).toBe(isOpen);
    }
  });

  it('waits for the other half only where mine went out to somebody who accepted, and whom I accepted', () => {
    for (const one of all) {
      const waits = free(one) && accepted(one) && one.theyAccepted && one.session === 'waiting for the other half';
      expect(statusFrom(one).channel === 'other-half', JSON.stringify(one)).toBe(waits);
    }
  });

  it('lets a person write only where both have accepted, whatever of it has to wait', () => {
    for (const one of all) {
      expect(statusFrom(one).writable, JSON.stringify(one)).toBe(free(one) && accepted(one) && one.theyAccepted);
    }
  });

  it('waits for them only where they were told of me', () => {
    for (const one of all) {
      if (statusFrom(one).channel !== 'their-decision') continue;
      expect(one.introduced && free(one) && (accepted(one) || one.decision === 'unknown')).toBe(true);
    }
  });

  it('waits for me where a certificate is here that I have not accepted, or that cannot be used any more', () => {
    for (const one of all) {
      const mine = free(one) && !accepted(one) && one.decision !== 'unknown' && one.decision !== 'mine';
      expect(statusFrom(one).channel === 'your-decision', JSON.stringify(one)).toBe(mine);
    }
  });

  it('says who ended it and what changed in those states alone, and the end before everything', () => {
    for (const one of all) {
      const { channel, changed, endedBy } = statusFrom(one);
      expect(channel === 'ended').toBe(one.ended !== undefined);
      expect(endedBy).toBe(one.ended);
      expect(channel === 'changed').toBe(one.here && one.ended === undefined && one.rival !== undefined);
      expect(changed).toBe(channel === 'changed' ? one.rival : undefined);
    }
  });

  it('says that they ask again only after my own end, in the account that is here', () => {
    for (const one of all) {
      expect(statusFrom(one).asked === true).toBe(one.ended === 'me' && one.here && one.theyAccepted);
    }
  });

  it('never shows my own certificate as a decision about theirs', () => {
    for (const one of all) {
      expect(statusFrom(one).decision).toBe(one.decision === 'mine' ? 'unknown' : one.decision);
    }
  });

  it('says why it does not go on, but not of what is over or belongs to another account', () => {
    for (const one of all) {
      const { problem } = statusFrom({ ...one, problem: 'chat/clock' });
      expect(problem).toBe(one.here && one.ended === undefined ? 'chat/clock' : undefined);
    }
  });
});
