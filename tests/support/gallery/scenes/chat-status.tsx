import '../../../../lib/windows/windows.css';
import '../../../../lib/windows/app/app.css';
import type { ComponentChildren } from 'preact';
import type { RelayStatus } from '../../../../lib/core/chat';
import { AppError } from '../../../../lib/core/errors';
import { DEFAULT_SETTINGS } from '../../../../lib/core/settings';
import type { MessageId } from '../../../../lib/core/wire/ids';
import { ChatAccount } from '../../../../lib/windows/app/chat/account/chat-account';
import { LeaveRelay } from '../../../../lib/windows/app/chat/account/leave-relay';
import { ChannelBar } from '../../../../lib/windows/app/chat/status/channel-bar';
import { CompareWords } from '../../../../lib/windows/app/chat/status/compare-words';
import { NewConversation } from '../../../../lib/windows/app/chat/status/new-conversation';
import { NoTracePanel } from '../../../../lib/windows/app/chat/status/no-trace-panel';
import { SettingsTab } from '../../../../lib/windows/app/settings/settings-tab';
import { PortsProvider } from '../../../../lib/windows/ports';
import { type Answers, createFakePorts } from '../../windows/fake-ports';
import { ANNA, keyOf, ME } from '../../windows/people';
import { OFFLINE, OWN_ADDRESS, relayStatus, talkWith, withoutTrace } from '../../windows/talks';
import type { Scene } from '../scene';

const answers: Answers = {
  'keys.list': () => [keyOf(ME)],
  'relay.status': () => relayStatus(OFFLINE),
  'settings.get': () => ({ ...DEFAULT_SETTINGS, phrase: 'blue kettle, Tuesday' }),
  'sites.list': () => [],
  'log.list': () => [],
  'relay.register': () => {
    throw new AppError('relay/unreachable');
  },
};

const scene = (
  id: string,
  children: () => ComponentChildren,
  { more = {}, press = [], height = 420 }: { more?: Answers; press?: readonly string[]; height?: number } = {},
): Scene => ({
  id: `chat-status-${id}`,
  width: 760,
  height,
  narrow: true,
  press,
  draw: () => (
    <PortsProvider value={createFakePorts({ ...answers, ...more })}>
      <div class="app" style="display: flex; flex-direction: column; min-block-size: 100vb">
        {children()}
      </div>
    </PortsProvider>
  ),
});

const nothing = () => undefined;
const REVOKED = { phase: 'stopped', code: 'relay/revoked' } as const;
const REPLACED = { phase: 'stopped', code: 'relay/replaced' } as const;
const padded = (children: ComponentChildren) => <main style="padding: var(--space-4)">{children}</main>;
const bar = (view: ReturnType<typeof talkWith>, link?: RelayStatus['link']) => (
  <ChannelBar view={view} relay={relayStatus(link, view.queued)} onCompare={nothing} />
);
const bars = [
  talkWith('none'),
  talkWith('your-decision', {}, { decision: 'later' }),
  talkWith('your-decision', {}, { decision: 'refused' }),
  talkWith('their-decision'),
  talkWith('other-half'),
  talkWith('open'),
  talkWith('open', {}, { decision: 'verified' }),
  talkWith('changed', { rival: ANNA.fingerprint }, { changed: 'certificate' }),
  talkWith('changed', {}, { changed: 'device' }),
  talkWith('ended', {}, { endedBy: 'them' }),
  talkWith('ended', {}, { endedBy: 'me', asked: true }),
];
const panel = (phase: Parameters<typeof withoutTrace>[0], more: Parameters<typeof withoutTrace>[1] = {}) =>
  scene(`no-trace-${phase}`, () => <NoTracePanel view={talkWith('open')} onClose={nothing} />, {
    more: { 'noTrace.view': () => withoutTrace(phase, more) },
  });

export const SCENES: readonly Scene[] = [
  scene('account', () => padded(<ChatAccount />), { height: 700 }),
  scene('log-in', () => padded(<ChatAccount />), { press: ['I have an account already'] }),
  scene('no-key', () => padded(<ChatAccount />), { more: { 'keys.list': () => [] } }),
  scene('log-in-again', () => bar(talkWith('open'), REVOKED), { press: ['Log in again'], height: 520 }),
  scene('log-out', () => padded(<LeaveRelay user={OWN_ADDRESS} />), { press: ['Log this device out'] }),
  scene('delete', () => padded(<LeaveRelay user={OWN_ADDRESS} />), { press: ['Delete the account'] }),
  scene('bars', () => (
    <div class="stack">
      {bars.map((view) => (
        <ChannelBar key={JSON.stringify(view.status)} view={view} relay={relayStatus()} onCompare={nothing} />
      ))}
      {bar(talkWith('open', { queued: 3 }), OFFLINE)}
      {bar(talkWith('their-decision'), OFFLINE)}
      {bar(talkWith('open'), REVOKED)}
      {bar(talkWith('open', { queued: 1 }), REPLACED)}
      {bar(talkWith('none'), { phase: 'absent' })}
    </div>
  )),
  scene('new', () => <NewConversation user={OWN_ADDRESS} onBegun={nothing} onClose={nothing} />, { height: 520 }),
  scene('compare', () => <CompareWords view={talkWith('open')} onClose={nothing} />, { height: 520 }),
  panel('none'),
  panel('asked'),
  panel('private'),
  panel('ended', { code: 'relay/unreachable' }),
  scene('no-trace-trouble', () => <NoTracePanel view={talkWith('open')} onClose={nothing} />, {
    more: {
      'noTrace.view': () =>
        withoutTrace('private', {
          trouble: 'otr/silent',
          smp: { state: 'asked', question: 'Where did we meet first?' },
          messages: [
            { id: '1'.repeat(32) as MessageId, mine: true, text: 'Are you there? 🦊 '.repeat(12), state: 'error' },
          ],
        }),
    },
    height: 620,
  }),
  scene('no-trace-secret', () => <NoTracePanel view={talkWith('open')} onClose={nothing} />, {
    more: { 'noTrace.view': () => withoutTrace('private') },
    press: ['Compare a secret'],
    height: 520,
  }),
  scene('settings', () => padded(<SettingsTab />), { height: 1200 }),
];
