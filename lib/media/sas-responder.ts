import { equalBytes } from '@noble/ciphers/utils.js';
import { deriveLine, lineOf } from './line';
import { idsOf } from './retained';
import { aborted, receiving, type SasOptions, type SasStep } from './sas-exchange';
import { commitTo, confirmBy, confirms, hashContext, hashTranscript, wipeSasKeys } from './sas-keys';
import {
  type Commit,
  type Reveal,
  readCommit,
  readReveal,
  writeConfirm,
  writePart,
  writeRevealCore,
} from './sas-messages';

type State =
  | { readonly at: 'waiting' }
  | { readonly at: 'committed'; readonly commit: Commit; readonly octets: Uint8Array };

/** The side that answers: it hears a commitment, sends its part, hears the reveal, confirms. docs/media.md, 4. */
export type SasResponder = { receive(octets: Uint8Array): SasStep };

export function createSasResponder({ context, retained, random, agreement }: SasOptions): SasResponder {
  const bound = hashContext(context);
  const nonce = random(32).slice();
  const secret = random(32).slice();
  const ephemeral = agreement.publicKey(secret);
  const part = writePart({ nonce, ephemeral, ...idsOf(retained, 'responder', [nonce], random) });

  const conclude = (commit: Commit, commitOctets: Uint8Array, reveal: Reveal) => {
    const promised = commitTo(bound, reveal.nonce, reveal.ephemeral);
    if (!equalBytes(promised, commit.commitment)) return aborted('commitment');
    if (equalBytes(reveal.ephemeral, ephemeral) || equalBytes(reveal.nonce, nonce)) return aborted('reflected');
    const dh = agreement.agree(secret, reveal.ephemeral);
    if (dh === undefined) return aborted('weak-key');
    const transcript = hashTranscript(bound, commitOctets, part, writeRevealCore(reveal));
    const nonces = [nonce, reveal.nonce];
    const derived = deriveLine({ role: 'responder', before: retained, transcript, nonces, theirs: reveal, dh });
    if (!confirms(derived.keys.initiatorConfirm, transcript, reveal.confirm)) {
      wipeSasKeys(derived.keys);
      return aborted('confirm');
    }
    const send = writeConfirm({ confirm: confirmBy(derived.keys.responderConfirm, transcript) });
    return { out: { kind: 'done', line: lineOf('responder', retained, derived), send } as const };
  };

  const step = (state: State, octets: Uint8Array) => {
    if (state.at === 'waiting') {
      const commit = readCommit(octets);
      if (commit === undefined) return aborted('malformed');
      if (!equalBytes(commit.context, bound)) return aborted('context');
      const next = { at: 'committed', commit, octets: octets.slice() } as const;
      return { next, out: { kind: 'send', send: part.slice() } as const };
    }
    const reveal = readReveal(octets);
    return reveal === undefined ? aborted('malformed') : conclude(state.commit, state.octets, reveal);
  };

  return { receive: receiving<State>({ at: 'waiting' }, step, () => secret.fill(0)) };
}
