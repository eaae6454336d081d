import '../../../../lib/windows/windows.css';
import type { PageCallView } from '../../../../lib/core/calls';
import { parseOrigin } from '../../../../lib/core/parse';
import type { TabState } from '../../../../lib/core/site-state';
import { Popup } from '../../../../lib/windows/popup/popup';
import { PortsProvider } from '../../../../lib/windows/ports';
import { callId, choiceOf, memberOf, PEER_ANNA, PEER_CARLA, pageCallOf, peerOf, wordsOf } from '../../windows/calls';
import { NOW } from '../../windows/chat';
import { type Answers, createFakePorts } from '../../windows/fake-ports';
import { print } from '../../windows/people';
import type { Scene } from '../scene';

const origin = parseOrigin('https://meet.example.org');
const SITE = { origin, uses: ['call'], mode: 'sealed' } as const;
const READY: TabState = { state: 'ready', site: 'call', seesCalls: true, ...SITE };

const popup = (
  id: string,
  view: Partial<PageCallView>,
  press: readonly string[] = [],
  more: Answers = {},
  state: TabState = READY,
): Scene => ({
  press,
  id: `popup-call-${id}`,
  width: 360,
  height: 240,
  draw: () => (
    <PortsProvider
      value={createFakePorts({
        'vault.state': () => ({ phase: state.state === 'locked' ? 'locked' : 'unlocked' }),
        'sites.tabState': () => state,
        'contacts.list': () => [],
        'drafts.list': () => [],
        'pageCall.view': () => pageCallOf(view),
        ...more,
      })}
    >
      <Popup />
    </PortsProvider>
  ),
});

const MANY = [
  'Anna Berg',
  'Bart Lind',
  'Carla Ruiz',
  'Dora',
  'Eva Holm',
  'Farid Noor',
  'Gunnar Öberg',
  'Anna Berg',
].map((name, number) => choiceOf(number + 1, peerOf(name, { fingerprint: print(`${number}3f9a71c20b8ed4567e0`) })));
const call = callId(1);
const IN = { call, live: true, choices: [choiceOf(2, PEER_CARLA)] } as const;

/** The panel of the call in one tab. */
export const SCENES: readonly Scene[] = [
  popup('off', {}),
  popup('off-live', { live: true }),
  popup('many', { choices: MANY }),
  popup('nobody', { choices: [] }),
  popup('invited', { invitations: [{ call, from: PEER_ANNA, at: NOW }], live: true }),
  popup('waiting', {
    ...IN,
    status: 'waiting',
    members: [memberOf(1, PEER_ANNA, { state: 'asked', words: { state: 'waiting' } })],
  }),
  popup('sealed', { ...IN, status: 'sealed', members: [memberOf(1, PEER_ANNA)] }),
  popup('compared', {
    ...IN,
    status: 'compared',
    members: [memberOf(1, PEER_ANNA, { words: wordsOf({ compared: 'same', verified: true }) })],
  }),
  popup('continued', {
    ...IN,
    status: 'compared',
    members: [memberOf(1, PEER_ANNA, { words: wordsOf({ continuity: 'continued', verified: true }) })],
  }),
  popup(
    'three',
    {
      ...IN,
      status: 'sealed',
      choices: MANY.slice(3, 5),
      members: [
        memberOf(1, PEER_ANNA, { words: wordsOf({ continuity: 'lost' }) }),
        memberOf(2, PEER_CARLA, { state: 'no-channel', words: { state: 'waiting' } }),
        memberOf(3, peerOf('Eva Holm'), { words: wordsOf({ compared: 'different' }) }),
        memberOf(4, peerOf('Farid Noor'), { words: { state: 'failed', code: 'call/no-words' } }),
        memberOf(5, peerOf('Gunnar Öberg'), { state: 'left' }),
      ],
    },
    ['Ask more people in'],
  ),
  popup(
    'leave',
    { ...IN, status: 'compared', members: [memberOf(1, PEER_ANNA, { words: wordsOf({ compared: 'same' }) })] },
    ['Leave the protected call'],
  ),
  popup('left', { status: 'cannot', code: 'callpage/left' }),
  popup('blocked', { ...IN, status: 'blocked', code: 'callpage/clear', members: [memberOf(1, PEER_ANNA)] }),
  popup('cannot', { ...IN, status: 'cannot', code: 'callpage/no-worker', members: [memberOf(1, PEER_ANNA)] }),
  popup('tampered', { ...IN, status: 'tampered', code: 'callpage/tampered', members: [memberOf(1, PEER_ANNA)] }),
  popup('not-seen', {}, [], {}, { state: 'granted', site: undefined, ...SITE }),
  popup('locked', {}, [], {}, { state: 'locked', site: 'call', seesCalls: true, ...SITE }),
  popup('purpose', {}, ['Used for']),
  popup('with-chat', {}, ['Used for'], {}, { ...READY, site: 'chat', uses: ['chat', 'call'] }),
  popup('failed', {}, [], { 'pageCall.view': () => Promise.reject(new Error('broken')) }),
];
