import { RefreshCw } from 'lucide';
import { Button } from '../../../../../components/button';
import { Status } from '../../../../../components/status';
import type { ConversationView, RelayStatus } from '../../../../core/chat';
import { sentenceFor } from '../../../../core/errors';
import { usePorts } from '../../../ports';
import { Problem } from '../../../problem';
import { useAct } from '../../../use-act';
import './channel.css';
import { type ChannelAction, channelWords, relayWords } from './channel-words';

type ChannelBarProps = {
  readonly view: ConversationView;
  readonly relay: RelayStatus;
  /** Opens the comparison by voice. */
  readonly onCompare: () => void;
};

const ACTION_WORDS: Readonly<Record<ChannelAction, string>> = {
  'show-certificate': 'Show certificate',
  'show-new-certificate': 'Show the new certificate',
  compare: 'Compare the words',
  'accept-device': 'Go on with this device',
  'begin-again': 'Begin again',
};

/** Always at the top of a conversation: how far the channel is, and what can be done about it (S4). */
export function ChannelBar({ view, relay, onCompare }: ChannelBarProps) {
  const { call } = usePorts();
  const act = useAct();
  const first = view.name.split(/\s+/)[0] ?? view.name;
  const { tone, words, more, action } = channelWords({ status: view.status, first });
  const relayLine = relayWords({ link: relay.link, queued: view.queued });
  const run = (what: ChannelAction) => {
    if (what === 'compare') return onCompare();
    const { id, user, fingerprint, rival } = view;
    act.run(async () => {
      if (what === 'show-certificate' && fingerprint !== undefined)
        await call('frame.openCertificate', { fingerprint });
      if (what === 'show-new-certificate' && rival !== undefined)
        await call('frame.openCertificate', { fingerprint: rival });
      if (what === 'accept-device') await call('chat.acceptDevice', { id });
      if (what === 'begin-again') await call('chat.start', { address: user });
    });
  };
  return (
    <section
      class={`channel-bar channel-bar-${tone}`}
      aria-label="State of the channel"
      data-testid="channel-bar"
      data-channel={view.status.channel}
      data-verified={tone === 'verified'}
      data-relay={relay.link.phase}
    >
      <div class="channel-line">
        <Status tone={tone} live>
          <bdi data-testid="channel-words">{words}</bdi>
        </Status>
        {action !== undefined && (
          <Button busy={act.busy} onClick={() => run(action)}>
            {ACTION_WORDS[action]}
          </Button>
        )}
      </div>
      {more !== undefined && <p class="soft small">{more}</p>}
      {relayLine !== undefined && (
        <div class="channel-line">
          <Status tone={relay.link.phase === 'connecting' ? 'waiting' : 'attention'} live>
            {relayLine}
          </Status>
          {(relay.link.phase === 'offline' || relay.link.phase === 'stopped') && (
            <Button
              kind="quiet"
              icon={RefreshCw}
              busy={act.busy}
              onClick={() => act.run(async () => void (await call('relay.retry')))}
            >
              Try now
            </Button>
          )}
        </div>
      )}
      {relay.link.phase === 'stopped' && <p class="soft small">{sentenceFor(relay.link.code)}</p>}
      <Problem code={act.code} />
    </section>
  );
}
