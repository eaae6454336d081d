import 'fake-indexeddb/auto';
import { createOutbox } from '../../../lib/chat/outbox';
import type { MessageRow, OutboxRow } from '../../../lib/chat/rows';
import type { ConversationId, LinkState, Validity } from '../../../lib/core/chat';
import { createSerial } from '../../../lib/core/serial';
import type { ClientFrame, RelayFrame } from '../../../lib/core/wire/frames';
import { type DeviceId, type MessageId, toHex } from '../../../lib/core/wire/ids';
import { openStore } from '../../../lib/store/store';
import { type Fuse, mortal, newFuse } from '../mortal';

type Send = Extract<ClientFrame, { kind: 'send' }>;

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
const draw = (): string => toHex(crypto.getRandomValues(new Uint8Array(16)));
export const CONVERSATION = draw() as ConversationId;
export const DEVICE = draw() as DeviceId;

/** An outbox over a real disk, a link that only remembers, and a clock that stands still. Keys are never asked for. */
export function createOutboxWorld() {
  const name = `outbox-${crypto.randomUUID()}`;
  const clock = { now: Date.UTC(2026, 10, 21) };
  let state: LinkState = { phase: 'online' };
  let place = 0;

  function start(fuse: Fuse = newFuse()) {
    const store = openStore(name);
    const rows = mortal(store.chat, ['write'], fuse);
    const step = createSerial();
    const sent: Send[] = [];
    const failures: unknown[] = [];
    const listeners: Array<(state: LinkState) => void> = [];
    const outbox = createOutbox({
      book: { step } as never,
      rows,
      link: {
        state: () => state,
        send: (frames: readonly ClientFrame[]) => {
          for (const frame of frames) if (frame.kind === 'send') sent.push(frame);
          return state.phase === 'online';
        },
        onState: (listener: (state: LinkState) => void) => void listeners.push(listener),
      } as never,
      now: () => clock.now,
      // Pauses as they are, without jitter.
      random: (octets) => (octets === 1 ? Uint8Array.of(128) : crypto.getRandomValues(new Uint8Array(octets))),
      announce: () => undefined,
      wakeAt: () => undefined,
      onFailure: (error) => void failures.push(error),
    });
    return {
      outbox,
      rows,
      inStep: step,
      sent,
      failures,
      /** What was asked for is done. */
      async rest(): Promise<void> {
        for (let count = 0; count < 12; count += 1) {
          await new Promise((resolve) => setImmediate(resolve));
          await step(() => Promise.resolve());
        }
      },
      /** A message with its row, as talking writes them. */
      async write(validity?: Validity): Promise<{ line: MessageRow; row: OutboxRow }> {
        return step(async () => {
          const id = draw() as MessageId;
          const row = outbox.row({
            conversation: CONVERSATION,
            to: [DEVICE],
            payload: Uint8Array.of(1, 2, 3),
            message: id,
          });
          place += 1;
          const line: MessageRow = {
            conversation: CONVERSATION,
            place,
            id,
            mine: true,
            state: 'sending',
            sealed: Uint8Array.of(7),
            ...(validity === undefined ? {} : { validity }),
          };
          await rows.write({ messages: [line], outbox: [row] });
          return { line, row };
        });
      },
      line: (id: MessageId) => rows.message(CONVERSATION, id),
      tell: (next: LinkState): void => {
        state = next;
        for (const listener of listeners) listener(next);
      },
    };
  }
  return { clock, start };
}

export const status = (id: MessageId, now: 'stored' | 'delivered' | 'expired'): RelayFrame => ({
  kind: 'status',
  id,
  state: now,
  devices: [DEVICE],
});
export const refused = (id: MessageId, code: string, waitMs = 0): RelayFrame => ({
  kind: 'refused',
  id,
  code,
  waitMs,
  devices: [],
});
export const OFFLINE: LinkState = { phase: 'offline', code: 'relay/unreachable', nextTry: 0 };
