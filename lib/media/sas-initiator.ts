import { equalBytes } from '@noble/ciphers/utils.js';
import { type Derived, deriveLine, lineOf } from './line';
import type { Octets } from './octets';
import { idsOf } from './retained';
import { aborted, receiving, type SasOptions, type SasStep } from './sas-exchange';
import { commitTo, confirmBy, confirms, hashContext, hashTranscript, wipeSasKeys } from './sas-keys';
import {
  readConfirm,
  readPart,
  type Share,
  writeCommit,
  writePart,
  writeReveal,
  writeRevealCore,
} from './sas-messages';

type State =
  | { readonly at: 'committed' }
  | { readonly at: 'revealed'; readonly derived: Derived; readonly transcript: Uint8Array };

/** The side that commits: it sends `commit`, hears a part, reveals, and hears a confirmation. docs/media.md, 4. */
export type SasInitiator = {
  readonly commit: Octets;
  receive(octets: Uint8Array): SasStep;
};

export function createSasInitiator({ context, retained, random, agreement }: SasOptions): SasInitiator {
  const bound = hashContext(context);
  const nonce = random(32).slice();
  const secret = random(32).slice();
  const ephemeral = agreement.publicKey(secret);
  const commit = writeCommit({ context: bound, commitment: commitTo(bound, nonce, ephemeral) });

  const reveal = (part: Share) => {
    if (equalBytes(part.ephemeral, ephemeral) || equalBytes(part.nonce, nonce)) return aborted('reflected');
    const dh = agreement.agree(secret, part.ephemeral);
    if (dh === undefined) return aborted('weak-key');
    const share = { nonce, ephemeral, ...idsOf(retained, 'initiator', [part.nonce, nonce], random) };
    const transcript = hashTranscript(bound, commit, writePart(part), writeRevealCore(share));
    const derived = deriveLine({
      role: 'initiator',
      before: retained,
      transcript,
      nonces: [part.nonce],
      theirs: part,
      dh,
    });
    const send = writeReveal({ ...share, confirm: confirmBy(derived.keys.initiatorConfirm, transcript) });
    return { next: { at: 'revealed', derived, transcript } as const, out: { kind: 'send', send } as const };
  };

  const step = (state: State, octets: Uint8Array) => {
    if (state.at === 'committed') {
      const part = readPart(octets);
      return part === undefined ? aborted('malformed') : reveal(part);
    }
    const heard = readConfirm(octets);
    const { derived, transcript } = state;
    if (heard === undefined || !confirms(derived.keys.responderConfirm, transcript, heard.confirm)) {
      wipeSasKeys(derived.keys);
      return aborted(heard === undefined ? 'malformed' : 'confirm');
    }
    return { out: { kind: 'done', line: lineOf('initiator', retained, derived) } as const };
  };

  return { commit: commit.slice(), receive: receiving<State>({ at: 'committed' }, step, () => secret.fill(0)) };
}
