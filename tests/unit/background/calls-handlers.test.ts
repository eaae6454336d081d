import { describe, expect, it } from 'vitest';
import type { Deps } from '../../../lib/background/deps';
import { callsHandlers } from '../../../lib/background/handlers/calls';
import type { ConversationId } from '../../../lib/core/chat';

describe('what windows ask about calls', () => {
  it('opens the conversation of a call, and no other place', async () => {
    const opened: string[] = [];
    const screen = { openApp: async (hash: string) => void opened.push(hash) };
    const handlers = callsHandlers({ screen } as unknown as Deps);
    const conversation = 'ab'.repeat(16) as ConversationId;
    await handlers['calls.write']({ conversation }, { sender: { class: 'window' } } as never);
    expect(opened).toEqual([`chat/${conversation}`]);
  });
});
