import { describe, expect, it } from 'vitest';
import { callLineWords, isMissedCall, lengthWords } from '../../../lib/core/call-line-words';
import { CALL_ENDS } from '../../../lib/core/calls';

const BOTH = ['in', 'out'] as const;

describe('words of a call', () => {
  it('say who called, how it ended, and how long it was', () => {
    const told = BOTH.flatMap((direction) =>
      CALL_ENDS.map((why) => callLineWords({ direction, why, video: direction === 'out' })),
    );
    expect(told).toEqual([
      'Call, no connection',
      'Call, you declined',
      'Missed call, you were in another',
      'Missed call',
      'Missed call',
      'Call, no connection',
      'Call, the words differ',
      'You called with video, no connection',
      'You called with video, declined',
      'You called with video, busy',
      'You called with video, no answer',
      'You called with video, cancelled',
      'You called with video, no connection',
      'You called with video, the words differ',
    ]);
    for (const direction of BOTH) {
      expect(callLineWords({ direction, why: 'ended', video: false, seconds: 192 })).toBe('Call, 3 min 12 s');
      expect(callLineWords({ direction, why: 'differ', video: false, seconds: 60 })).toBe(
        'Call, 1 min, the words differ',
      );
      expect(callLineWords({ direction, why: 'failed', video: true, seconds: 61 })).toBe(
        'Video call, 1 min 1 s, cut off',
      );
    }
  });

  it('say lengths shortly', () => {
    const told = [0, 0.4, 59.6, 60, 192, 3_599, 3_600, 3_780, 90_000].map(lengthWords);
    expect(told).toEqual(['0 s', '0 s', '1 min', '1 min', '3 min 12 s', '59 min 59 s', '1 h', '1 h 3 min', '25 h']);
  });

  it('call missed what came and was answered by nobody here, and nothing else', () => {
    const missed = CALL_ENDS.filter((why) => isMissedCall({ direction: 'in', why }));
    expect(missed).toEqual(['busy', 'missed', 'cancelled']);
    expect(CALL_ENDS.some((why) => isMissedCall({ direction: 'out', why }))).toBe(false);
  });
});
