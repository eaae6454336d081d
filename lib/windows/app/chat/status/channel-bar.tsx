import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../../../../components/button';
import { Status } from '../../../../../components/status';
import type { ConversationView, RelayStatus } from '../../../../core/chat';
import { sentenceFor } from '../../../../core/errors';
import { usePorts } from '../../../ports';
import { Problem } from '../../../problem';
import { useAct } from '../../../use-act';
import { RelayStep } from '../account/relay-step';
import { firstOf } from '../words';
import './channel.css';
import { type ChannelAction, channelWords } from './channel-words';
import { relaySpoken, relayWords } from './relay-words';
import { useKeptFocus } from './use-kept-focus';

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
  const { link } = relay;
  const { status } = view;
  const seen = { status, first: firstOf(view), view, online: link.phase === 'online' };
  const { tone, words, more, action: possible } = channelWords(seen);
  // Without an account nothing can be begun: the line of the relay says so, with the way to log in.
  const action = possible === 'begin-again' && link.phase === 'absent' ? undefined : possible;
  const relayLine = relayWords({ link, queued: view.queued });
  const { bar, button } = useKeptFocus();
  useEffect(() => act.clear(), [words]);
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
      ref={bar}
      tabIndex={-1}
      class={`channel-bar channel-bar-${tone}`}
      aria-label="State of the channel"
      data-testid="channel-bar"
      data-channel={status.channel}
      data-verified={tone === 'verified'}
      data-relay={link.phase}
    >
      <div class="channel-line">
        <div class="channel-says">
          <Status tone={tone}>
            <bdi data-testid="channel-words">{words}</bdi>
          </Status>
          {more !== undefined && <p class="soft small">{more}</p>}
          {status.problem !== undefined && <p class="small">{sentenceFor(status.problem)}</p>}
        </div>
        {action !== undefined && (
          <Button buttonRef={button} busy={act.busy} testId="channel-action" onClick={() => run(action)}>
            {ACTION_WORDS[action]}
          </Button>
        )}
      </div>
      <div class="channel-line">
        {relayLine !== undefined && (
          <div class="channel-says">
            <Status tone={link.phase === 'connecting' || link.phase === 'online' ? 'waiting' : 'attention'}>
              {relayLine}
            </Status>
            {link.phase === 'stopped' && <p class="soft small">{sentenceFor(link.code)}</p>}
          </div>
        )}
        <RelayStep relay={relay} />
      </div>
      <Problem code={act.code} />
      <Spoken words={words} link={link} />
    </section>
  );
}

/** For the ear: a state is said when it is another one, and nothing is said of what comes and goes by itself. */
function Spoken({ words, link }: { readonly words: string; readonly link: RelayStatus['link'] }) {
  const last = useRef('');
  last.current = relaySpoken(link) ?? last.current;
  return (
    <>
      <p class="visually-hidden" role="status" data-testid="channel-spoken">
        {words}
      </p>
      <p class="visually-hidden" role="status" data-testid="relay-spoken">
        {last.current}
      </p>
    </>
  );
}
