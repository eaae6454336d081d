import '../../../../lib/windows/windows.css';
import { App } from '../../../../lib/windows/app/app';
import { PortsProvider } from '../../../../lib/windows/ports';
import { chatAnswers, conversationId, NOW, ONLINE, statusOf, summaryOf, viewOf } from '../../windows/chat';
import { FILES, TALK, UNREAD, VALIDITY } from '../../windows/chat-talk';
import { type Answers, createFakePorts } from '../../windows/fake-ports';
import type { Scene } from '../scene';

const OPEN = `chat/${conversationId(1)}`;
const DAY = 86_400_000;

const LIST = [
  viewOf({ unread: 0, online: true }),
  summaryOf(2, {
    name: 'Bartholomäus van der Wolkenstein-Hohenlohe',
    user: 'bart.q2w3e' as never,
    status: statusOf({ decision: 'verified' }),
    unread: 3,
    lastAt: NOW - 2 * 60 * 60_000,
    preview: 'The contract is signed. I bring two copies on Thursday; one is for you, the other for the notary.',
  }),
  summaryOf(3, {
    name: 'Carla Ruiz',
    typing: true,
    online: true,
    lastAt: NOW - DAY,
    status: statusOf({ decision: 'verified' }),
  }),
  summaryOf(4, { name: 'Dora', draft: 'I have thought about it and', lastAt: NOW - 2 * DAY }),
  summaryOf(5, {
    name: 'eva.h5n7x',
    preview: '',
    lastAt: NOW - 4 * DAY,
    status: statusOf({ channel: 'your-decision', writable: false, decision: 'later' }),
  }),
  summaryOf(6, {
    name: 'Farid Noor',
    lastAt: NOW - 40 * DAY,
    queued: 2,
    preview: 'Did it arrive?',
    status: statusOf({ channel: 'changed', changed: 'certificate', writable: false, decision: 'verified' }),
  }),
  summaryOf(7, {
    name: 'Gunnar Öberg',
    lastAt: NOW - 400 * DAY,
    preview: 'Bye!',
    status: statusOf({ channel: 'ended', endedBy: 'them', writable: false }),
  }),
];

const chat = (id: string, hash: string, answers: Answers, press: readonly string[] = []): Scene => ({
  id: `chat-${id}`,
  width: 1000,
  height: 640,
  narrow: true,
  hash,
  press,
  draw: () => (
    <PortsProvider value={createFakePorts(answers)}>
      <App />
    </PortsProvider>
  ),
});

/** A picture of 2 x 2 points. */
const PICTURE = new Blob([
  Uint8Array.fromBase64(
    'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGNksElgYGBgYmBgYGBgAAAHPgDbkv9I9AAAAABJRU5ErkJggg==',
  ),
]);

const full = chatAnswers({ list: LIST, view: viewOf({ online: true }), messages: TALK });
const withView = (change: Parameters<typeof viewOf>[0]): Answers => ({ ...full, 'chat.view': () => viewOf(change) });

export const SCENES: readonly Scene[] = [
  chat(
    'account',
    'chat',
    chatAnswers({ list: [], relay: { link: { phase: 'absent' }, account: undefined, queued: 0, unopened: 0 } }),
  ),
  chat('empty', 'chat', chatAnswers({ list: [] })),
  chat('list', 'chat', full),
  chat('open', OPEN, full),
  chat(
    'verified',
    OPEN,
    withView({ status: statusOf({ decision: 'verified' }), draft: 'I will bring the', typing: true }),
  ),
  chat('waiting', OPEN, {
    ...withView({ status: statusOf({ channel: 'their-decision', writable: false, decision: 'verified' }) }),
    'chat.history': () => ({ messages: [], more: false }),
  }),
  chat(
    'stopped',
    OPEN,
    withView({ status: statusOf({ channel: 'changed', changed: 'certificate', writable: false }) }),
  ),
  chat('offline', OPEN, {
    ...withView({ queued: 3 }),
    'relay.status': () => ({
      ...ONLINE,
      link: { phase: 'offline', code: 'relay/unreachable', nextTry: NOW + 8_000 },
      queued: 3,
    }),
  }),
  chat('files', OPEN, {
    ...full,
    'chat.history': () => ({ messages: FILES, more: false }),
    'chat.openFile': () => PICTURE,
  }),
  chat('validity', OPEN, { ...full, 'chat.history': () => ({ messages: VALIDITY, more: false }) }),
  chat('unread', OPEN, { ...withView({ unread: 2 }), 'chat.history': () => ({ messages: UNREAD, more: false }) }),
  chat('emoji', OPEN, full, ['Add an emoji']),
  chat(
    'contact',
    OPEN,
    { ...full, 'chat.history': () => ({ messages: FILES, more: true }), 'chat.openFile': () => PICTURE },
    ['Anna Berg'],
  ),
  chat('remove', OPEN, full, ['Anna Berg', 'Delete conversation']),
  chat('long', OPEN, withView({ draft: 'Dear Anna, '.repeat(3_700) })),
  chat('history-failed', OPEN, { ...full, 'chat.history': () => Promise.reject(new Error('broken')) }),
  chat('loading', OPEN, { ...full, 'chat.view': () => new Promise(() => undefined) }),
  chat('unknown', OPEN, { ...full, 'chat.view': () => Promise.reject(new Error('broken')) }),
];
