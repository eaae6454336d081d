import '../../../../lib/windows/windows.css';
import '../../../../lib/windows/app/app.css';
import type { ComponentChildren } from 'preact';
import { AppError } from '../../../../lib/core/errors';
import { DEFAULT_SETTINGS } from '../../../../lib/core/settings';
import { ChatAccount } from '../../../../lib/windows/app/chat/account/chat-account';
import { ChannelBar } from '../../../../lib/windows/app/chat/status/channel-bar';
import { CompareWords } from '../../../../lib/windows/app/chat/status/compare-words';
import { NewConversation } from '../../../../lib/windows/app/chat/status/new-conversation';
import { NoTracePanel } from '../../../../lib/windows/app/chat/status/no-trace-panel';
import { SettingsTab } from '../../../../lib/windows/app/settings/settings-tab';
import { PortsProvider } from '../../../../lib/windows/ports';
import { type Answers, createFakePorts } from '../../windows/fake-ports';
import { keyOf, ME } from '../../windows/people';
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
      <div class="app">{children()}</div>
    </PortsProvider>
  ),
});

const nothing = () => undefined;
const bars = [
  talkWith('none'),
  talkWith('your-decision'),
  talkWith('their-decision'),
  talkWith('other-half'),
  talkWith('open'),
  talkWith('open', {}, { decision: 'verified' }),
  talkWith('changed', {}, { changed: 'certificate' }),
  talkWith('changed', {}, { changed: 'device' }),
  talkWith('ended', {}, { endedBy: 'them' }),
];
const panel = (phase: Parameters<typeof withoutTrace>[0], more: Parameters<typeof withoutTrace>[1] = {}) =>
  scene(`no-trace-${phase}`, () => <NoTracePanel view={talkWith('open')} onClose={nothing} />, {
    more: { 'noTrace.view': () => withoutTrace(phase, more) },
  });

export const SCENES: readonly Scene[] = [
  scene('account', () => <ChatAccount />, { height: 700 }),
  scene('log-in', () => <ChatAccount />, { press: ['I have an account already'] }),
  scene('bars', () => (
    <div class="stack">
      {bars.map((view) => (
        <ChannelBar key={JSON.stringify(view.status)} view={view} relay={relayStatus()} onCompare={nothing} />
      ))}
      <ChannelBar view={talkWith('open', { queued: 3 })} relay={relayStatus(OFFLINE, 3)} onCompare={nothing} />
      <ChannelBar
        view={talkWith('open')}
        relay={relayStatus({ phase: 'stopped', code: 'relay/revoked' })}
        onCompare={nothing}
      />
    </div>
  )),
  scene('new', () => <NewConversation user={OWN_ADDRESS} onBegun={nothing} onClose={nothing} />, { height: 520 }),
  scene('compare', () => <CompareWords view={talkWith('open')} onClose={nothing} />, { height: 520 }),
  panel('none'),
  panel('asked'),
  panel('private'),
  panel('ended', { code: 'relay/unreachable' }),
  scene('settings', () => <SettingsTab />, { height: 1200 }),
];
