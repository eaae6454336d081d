import '../../../../lib/windows/windows.css';
import { DEFAULT_SETTINGS } from '../../../../lib/core/settings';
import { App } from '../../../../lib/windows/app/app';
import { PortsProvider } from '../../../../lib/windows/ports';
import { callViewOf, LINES, lineOf } from '../../windows/calls';
import { chatAnswers, conversationId, statusOf, summaryOf, viewOf } from '../../windows/chat';
import { TALK } from '../../windows/chat-talk';
import { type Answers, createFakePorts } from '../../windows/fake-ports';
import type { Scene } from '../scene';

const PEOPLE = [
  viewOf(),
  summaryOf(2, { name: 'Bartholomäus van der Wolkenstein-Hohenlohe', status: statusOf({ decision: 'verified' }) }),
  summaryOf(3, { name: 'Carla Ruiz', status: statusOf({ channel: 'their-decision', writable: false }) }),
];
const full: Answers = {
  ...chatAnswers({ list: PEOPLE, messages: TALK }),
  'calls.list': () => LINES,
  'calls.current': () => undefined,
  'calls.seen': () => undefined,
  'calls.servers': () => [],
  'settings.get': () => DEFAULT_SETTINGS,
  'sites.list': () => [],
};
const many = Array.from({ length: 200 }, (_, number) => lineOf(number + 1, { isNew: number < 2, why: 'missed' }));

const calls = (id: string, answers: Answers, press: readonly string[] = [], hash = 'calls'): Scene => ({
  id: `calls-${id}`,
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
const never = () => new Promise<never>(() => undefined);

/** The tab Calls, the head of a conversation, and the servers for calls in Settings. */
export const SCENES: readonly Scene[] = [
  calls('list', full),
  calls('many', { ...full, 'calls.list': () => many }),
  calls('under-way', { ...full, 'calls.current': () => callViewOf() }),
  calls('incoming', { ...full, 'calls.current': () => callViewOf({ phase: 'incoming', direction: 'in' }) }),
  calls('empty', { ...full, 'calls.list': () => [] }),
  calls('nobody', { ...full, 'calls.list': () => [], 'chat.list': () => [] }),
  calls('new', full, ['New call']),
  calls('loading', { ...full, 'calls.list': never }),
  calls('failed', { ...full, 'calls.list': () => Promise.reject(new Error('broken')) }),
  calls('head', full, [], `chat/${conversationId(1)}`),
  calls(
    'head-waiting',
    { ...full, 'chat.view': () => viewOf({ status: statusOf({ channel: 'their-decision', writable: false }) }) },
    [],
    `chat/${conversationId(1)}`,
  ),
  calls('servers', full, [], 'settings'),
  calls(
    'servers-only-turn',
    { ...full, 'settings.get': () => ({ ...DEFAULT_SETTINGS, onlyTurn: true }) },
    [],
    'settings',
  ),
  calls(
    'servers-two',
    {
      ...full,
      'calls.servers': () => [
        { url: 'stun:stun.example.org' },
        { url: 'turns:turn.example.org:5349?transport=tcp', username: 'bob', credential: 'x' },
      ],
    },
    ['Add a server'],
    'settings',
  ),
];
