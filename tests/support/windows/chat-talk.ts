import type { ChatMessage } from '../../../lib/core/chat';
import { fileOf, messageOf, NOW, noteOf } from './chat';

const DAY = 86_400_000;
const mine = { mine: true } as const;

/** A conversation in which everything happens once. */
export const TALK: readonly ChatMessage[] = [
  noteOf(1, { kind: 'note', note: 'opened' }),
  messageOf(2, 'Hello Bob, this is the first one.', { at: NOW - DAY - 5_000 }),
  messageOf(3, 'Hello Anna! It works: I see your certificate above.', { ...mine, at: NOW - DAY }),
  noteOf(4, { kind: 'note', note: 'verified' }),
  messageOf(20, 'Where do we meet?'),
  messageOf(21, 'I would say at the station, at the clock.\nThe plan is here: https://example.org/plan?day=tuesday'),
  messageOf(22, 'Not there: https://\u0430pple.example/ is a look-alike.', mine),
  messageOf(23, '👍', mine),
  messageOf(24, 'This one was written before, and came late.', { late: true }),
  noteOf(25, { kind: 'note', note: 'lost', count: 3 }),
  messageOf(50, 'Can you hear me?', { ...mine, state: 'error', problem: 'chat/queue-over' }),
  messageOf(55, 'See you on Tuesday then.'),
  messageOf(56, 'Yes. I bring the papers.', { ...mine, state: 'stored' }),
  messageOf(57, 'And coffee.', { ...mine, state: 'sending' }),
];

export const FILES: readonly ChatMessage[] = [
  messageOf(10, '', { body: fileOf({ name: 'garden.png', mediaType: 'image/png', octets: 90_000 }) }),
  messageOf(11, '', {
    body: fileOf({ name: 'minutes.pdf', transfer: { state: 'offered', done: 0, octets: 482_000 } }),
  }),
  messageOf(12, '', {
    ...mine,
    state: 'sending',
    body: fileOf({
      name: 'film of the garden.mp4',
      octets: 48_200_000,
      transfer: { state: 'moving', done: 21e6, octets: 48_200_000 },
    }),
  }),
  messageOf(13, '', {
    body: fileOf({ name: 'old.zip', transfer: { state: 'failed', done: 0, octets: 482_000, code: 'file/expired' } }),
  }),
  messageOf(14, '', { ...mine, body: fileOf({ name: 'contract.odt', mediaType: 'application/odt' }) }),
];

export const VALIDITY: readonly ChatMessage[] = [
  messageOf(30, '', { body: { kind: 'gone' } }),
  messageOf(31, '', { ...mine, body: { kind: 'gone' } }),
  messageOf(32, 'The door opens with 7731.', {
    goneAt: NOW + 4 * 60_000,
    validity: { from: 'reading', ms: 3_600_000 },
  }),
  messageOf(33, 'Thank you. I forget it now.', { ...mine, validity: { from: 'reading', ms: 60_000 } }),
];

export const UNREAD: readonly ChatMessage[] = [
  messageOf(40, 'I will ask.', mine),
  messageOf(41, 'The train is late.'),
  messageOf(42, 'By twenty minutes, they say.'),
];
