import '../../../../lib/windows/windows.css';
import { parseDraftId, parseOrigin } from '../../../../lib/core/parse';
import { DEFAULT_SETTINGS } from '../../../../lib/core/settings';
import { App } from '../../../../lib/windows/app/app';
import { PortsProvider } from '../../../../lib/windows/ports';
import { type Answers, createFakePorts } from '../../windows/fake-ports';
import { ANNA, certificateOf, contactOf, keyOf, ME, NEW_KIND, print } from '../../windows/people';
import type { Scene } from '../scene';

const origin = parseOrigin('https://mail.example.org');

const full: Answers = {
  'vault.state': () => ({ phase: 'unlocked' }),
  'vault.create': () => ({ phase: 'unlocked' }),
  'keys.list': () => [keyOf(ME)],
  'contacts.list': () => [
    contactOf(ANNA),
    contactOf(NEW_KIND, { decision: 'verified' }),
    contactOf(certificateOf('Carla Ruiz', 'carla@example.com', { fingerprint: print('51d2a0c47e11f8b35566') }), {
      decision: 'in-use',
    }),
    contactOf(
      certificateOf('Eva Holm', 'eva@example.org', { fingerprint: print('0123456789abcdef0123'), health: 'expired' }),
      { decision: 'verified' },
    ),
    contactOf(certificateOf('Postmaster', 'post@example.com', { fingerprint: print('77aa77bb77cc77dd77ee') }), {
      decision: 'refused',
    }),
  ],
  'sites.list': () => [
    { origin, grantedAt: Date.UTC(2026, 10, 2), uses: ['mail'], mode: 'sealed' },
    {
      origin: parseOrigin('https://chat.example.org'),
      grantedAt: Date.UTC(2026, 10, 19),
      uses: ['chat'],
      mode: 'sealed',
    },
  ],
  'drafts.list': () => [
    {
      id: parseDraftId('0'.repeat(32)),
      origin,
      to: ['anna@example.org'],
      subject: 'Tuesday',
      changedAt: Date.UTC(2026, 10, 20, 14, 2),
    },
    { id: parseDraftId('1'.repeat(32)), origin, to: [], subject: '', changedAt: Date.UTC(2026, 10, 19, 8, 40) },
  ],
  'settings.get': () => ({ ...DEFAULT_SETTINGS, phrase: 'blue kettle, Tuesday' }),
  'log.list': () => [
    { at: Date.UTC(2026, 10, 20, 9, 3), code: 'mail/not-for-me', where: 'reader.open', count: 3 },
    { at: Date.UTC(2026, 10, 19, 17, 40), code: 'vault/wrong-passphrase', where: 'vault.unlock', count: 1 },
  ],
};

const empty: Answers = {
  ...full,
  'keys.list': () => [],
  'contacts.list': () => [],
  'sites.list': () => [],
  'drafts.list': () => [],
  'settings.get': () => DEFAULT_SETTINGS,
};

const app = (id: string, hash: string, answers: Answers, press: readonly string[] = []): Scene => ({
  id: `app-${id}`,
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

const absent: Answers = { ...full, 'vault.state': () => ({ phase: 'absent' }) };

export const SCENES: readonly Scene[] = [
  app('welcome', 'start', absent),
  app('passphrase', 'start', absent, ['Begin']),
  app('locked', 'unlock', { ...full, 'vault.state': () => ({ phase: 'locked' }) }),
  app('paused', 'unlock', {
    ...full,
    'vault.state': () => ({ phase: 'locked', pausedUntil: Date.UTC(2026, 10, 21, 9, 0) + 42_000 }),
  }),
  app('mail', 'mail', full),
  app('mail-empty', 'mail', empty),
  app('contacts', 'contacts', full),
  app('contacts-empty', 'contacts', empty),
  app('contacts-add', 'contacts', full, ['Add a certificate']),
  app('contacts-remove', 'contacts', full, ['Remove Anna Berg']),
  app('keys', 'keys', full),
  app('keys-two', 'keys', {
    ...full,
    'keys.list': () => [
      keyOf(ME),
      keyOf(certificateOf('Bob Lind', 'bob@firm.example', { fingerprint: print('ab12cd34ef56ab78', 64) }), false),
    ],
  }),
  app('keys-empty', 'keys', empty),
  app('keys-make', 'keys', empty, ['Make a key', 'Kind and end of the key']),
  app('keys-import', 'keys', empty, ['Import a key']),
  app('keys-export', 'keys', full, ['Back up private key']),
  app('keys-delete', 'keys', full, ['Delete this key']),
  app('settings', 'settings', full, ['Change the passphrase', 'Show the last failures']),
  app('loading', 'contacts', { ...full, 'contacts.list': () => new Promise(() => undefined) }),
  app('failed', 'contacts', { ...full, 'contacts.list': () => Promise.reject(new Error('broken')) }),
];
