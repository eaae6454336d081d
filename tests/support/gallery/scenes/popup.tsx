import '../../../../lib/windows/windows.css';
import { parseDraftId, parseOrigin } from '../../../../lib/core/parse';
import type { TabState } from '../../../../lib/core/site-state';
import type { VaultPhase } from '../../../../lib/core/vault-state';
import { Popup } from '../../../../lib/windows/popup/popup';
import { PortsProvider } from '../../../../lib/windows/ports';
import { ONLINE, statusOf, summaryOf } from '../../windows/chat';
import { type Answers, createFakePorts } from '../../windows/fake-ports';
import { ANNA, contactOf, NEW_KIND } from '../../windows/people';
import type { Scene } from '../scene';

const origin = parseOrigin('https://mail.example.org');
const MAIL = { uses: ['mail'], mode: 'sealed' } as const;

const popup = (
  id: string,
  phase: VaultPhase,
  state: TabState,
  more: Answers = {},
  press: readonly string[] = [],
): Scene => ({
  press,
  id: `popup-${id}`,
  width: 360,
  height: 240,
  draw: () => (
    <PortsProvider
      value={createFakePorts({
        'vault.state': () => ({ phase }),
        'sites.tabState': () => state,
        'contacts.list': () => [],
        'drafts.list': () => [],
        ...more,
      })}
    >
      <Popup />
    </PortsProvider>
  ),
});

const waiting: Answers = {
  'contacts.list': () => [contactOf(ANNA), contactOf(NEW_KIND)],
  'drafts.list': () => [
    {
      id: parseDraftId('0'.repeat(32)),
      origin,
      to: ['anna@example.org'],
      subject: 'Tuesday',
      changedAt: Date.UTC(2026, 10, 20),
    },
  ],
};

export const SCENES: readonly Scene[] = [
  popup('start', 'absent', { state: 'not-granted', origin }),
  popup('not-granted', 'unlocked', { state: 'not-granted', origin }),
  popup('granted', 'unlocked', { state: 'granted', origin, site: undefined, ...MAIL }),
  popup('locked', 'locked', { state: 'locked', origin, site: 'roundcube', ...MAIL }, waiting),
  popup('ready', 'unlocked', { state: 'ready', origin, site: 'roundcube', ...MAIL }),
  popup('chat-site', 'unlocked', { state: 'ready', origin, site: 'chat', uses: ['chat'], mode: 'sealed' }, {}, [
    'Used for',
  ]),
  popup('chat-site-convenience', 'unlocked', {
    state: 'ready',
    origin,
    site: 'chat',
    uses: ['chat'],
    mode: 'convenience',
  }),
  popup('chat-site-not-found', 'unlocked', {
    state: 'granted',
    origin,
    site: undefined,
    uses: ['chat'],
    mode: 'sealed',
  }),
  popup('ready-waiting', 'unlocked', { state: 'ready', origin, site: 'roundcube', ...MAIL }, waiting),
  popup(
    'chat',
    'unlocked',
    { state: 'ready', origin, site: 'roundcube', ...MAIL },
    { 'relay.status': () => ONLINE, 'chat.list': () => [summaryOf(1, { unread: 2 })] },
  ),
  popup(
    'chat-quiet',
    'unlocked',
    { state: 'ready', origin, site: 'roundcube', ...MAIL },
    { 'relay.status': () => ONLINE, 'chat.list': () => [] },
  ),
  popup(
    'chat-waiting',
    'unlocked',
    { state: 'ready', origin, site: 'roundcube', ...MAIL },
    {
      ...waiting,
      'relay.status': () => ({
        ...ONLINE,
        link: { phase: 'offline', code: 'relay/unreachable', nextTry: 0 },
        queued: 3,
      }),
      'chat.list': () => [
        summaryOf(1, { unread: 12 }),
        summaryOf(2, { status: statusOf({ channel: 'your-decision' }) }),
      ],
    },
  ),
  popup('blocked', 'unlocked', { state: 'blocked', reason: 'browser-page' }),
  popup('insecure', 'unlocked', { state: 'blocked', reason: 'insecure' }),
  popup('long-name', 'unlocked', {
    state: 'not-granted',
    origin: parseOrigin('https://webmail.a-very-long-department-name.faculty-of-letters.university.example.org:8443'),
  }),
  popup(
    'loading',
    'unlocked',
    { state: 'ready', origin, site: 'roundcube', ...MAIL },
    { 'vault.state': () => new Promise(() => undefined) },
  ),
  popup(
    'failed',
    'unlocked',
    { state: 'ready', origin, site: 'roundcube', ...MAIL },
    {
      'sites.tabState': () => Promise.reject(new Error('broken')),
    },
  ),
];
