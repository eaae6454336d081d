import { describe, expect, it } from 'vitest';
import { sentenceFor } from '../../../../lib/core/errors';
import { endWords } from '../../../../lib/windows/call/view/words';
import { callView } from '../../../support/calls-own/views';

describe('why a call is over', () => {
  it('was cut off where they had heard each other, and never came about where they had not', () => {
    const talked = callView({ connectedAt: 1 });
    expect(endWords({ view: talked, code: 'call/no-connection' })).toBe('The call was cut off. Call again.');
    expect(endWords({ view: callView({}), code: 'call/no-connection' })).toBe(sentenceFor('call/no-connection'));
  });
});
