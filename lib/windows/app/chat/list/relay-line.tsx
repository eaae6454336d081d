import { Status } from '../../../../../components/status';
import type { RelayStatus } from '../../../../core/chat';
import { relayWords } from '../status/relay-words';

/** Under the list, while the relay cannot be reached: for those who look at no conversation. */
export function RelayLine({ relay }: { readonly relay: RelayStatus }) {
  const words = relayWords(relay);
  if (words === undefined) return null;
  return (
    <p class="chat-relay-line">
      <Status tone={relay.link.phase === 'connecting' ? 'waiting' : 'attention'} live>
        {words}
      </Status>
    </p>
  );
}
