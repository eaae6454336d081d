import { bytesToNumberBE } from '@noble/curves/utils.js';
import type { ErrorCode } from '../core/error-codes';
import { toErrorCode } from '../core/errors';
import type { AccountKey } from './account-key';
import { copyCommit, makeCommit, openCommit } from './commit';
import { type AkeSecrets, deriveAkeSecrets } from './derive';
import { createDhKey, type DhKey } from './group';
import type { Message, MessageOf } from './messages';
import type { OtrPorts } from './ports';
import { wipe } from './primitives';
import type { DsaPublic } from './public-key';
import { makeSignedPart, openSignedPart } from './signed-part';

/** Ours in every exchange: each begins with a new key, so no number has to outlive it. */
export const FIRST_KEY_ID = 1;

/** What both ends hold when the exchange is over. */
export type AkeResult = {
  readonly key: DsaPublic;
  /** The other side's instance. */
  readonly instance: number;
  readonly ours: DhKey;
  readonly theirs: bigint;
  readonly theirKeyId: number;
  readonly sessionId: Uint8Array;
  /** Who sent the Reveal Signature Message reads out the first half of the session id. */
  readonly revealed: boolean;
};

/** What a message of the exchange leads to. Without a field: it was ignored, as the state machine asks. */
export type AkeStep = { readonly reply?: Message; readonly result?: AkeResult; readonly refused?: ErrorCode };

type State =
  | { readonly name: 'none' }
  | {
      readonly name: 'awaiting-dh-key';
      readonly ours: DhKey;
      readonly revealedKey: Uint8Array;
      readonly commit: MessageOf<'dh-commit'>;
    }
  | { readonly name: 'awaiting-reveal-signature'; readonly ours: DhKey; readonly commit: MessageOf<'dh-commit'> }
  | {
      readonly name: 'awaiting-signature';
      readonly ours: DhKey;
      readonly theirs: bigint;
      readonly secrets: AkeSecrets;
      readonly reveal: MessageOf<'reveal-signature'>;
    };

/** The authentication state machine of one conversation ("Authentication state", "State transitions"). */
export type Ake = {
  /** The D-H Commit Message that begins an exchange from our side. */
  begin(): Message;
  receive(message: Exclude<Message, MessageOf<'data'>>): AkeStep;
  isUnderWay(): boolean;
  forget(): void;
};

export function createAke(account: AccountKey, instance: number, random: OtrPorts['random']): Ake {
  let state: State = { name: 'none' };

  /** Leaves the state behind; `kept` is the key that lives on in the result. */
  const enter = (next: State, kept?: DhKey): void => {
    if (state.name === 'awaiting-dh-key') wipe(state.revealedKey);
    if (state.name === 'awaiting-signature') wipeSecrets(state.secrets);
    if (state.name !== 'none' && state.ours !== kept) state.ours.forget();
    state = next;
  };

  const dhKeyMessage = (ours: DhKey, receiver: number): Message => ({
    kind: 'dh-key',
    sender: instance,
    receiver,
    gy: ours.public,
  });

  const answerCommit = (message: MessageOf<'dh-commit'>, ours: DhKey): AkeStep => {
    enter({ name: 'awaiting-reveal-signature', ours, commit: copyCommit(message) }, ours);
    return { reply: dhKeyMessage(ours, message.sender) };
  };

  const receiveCommit = (message: MessageOf<'dh-commit'>): AkeStep => {
    // "Retransmit your D-H Key Message ... Forget the old D-H Commit message, and use this new one instead."
    if (state.name === 'awaiting-reveal-signature') return answerCommit(message, state.ours);
    if (state.name === 'awaiting-dh-key') {
      const ours = bytesToNumberBE(state.commit.hashedGx);
      if (ours > bytesToNumberBE(message.hashedGx)) return { reply: state.commit };
    }
    return answerCommit(message, createDhKey(random));
  };

  const receiveDhKey = (message: MessageOf<'dh-key'>): AkeStep => {
    const { sender, gy } = message;
    if (state.name === 'awaiting-signature') {
      return gy === state.theirs && sender === state.reveal.receiver ? { reply: state.reveal } : {};
    }
    if (state.name !== 'awaiting-dh-key') return {};
    const { ours } = state;
    const revealedKey = state.revealedKey.slice();
    const secrets = deriveAkeSecrets(ours.agree(gy));
    const exchange = { first: ours.public, second: gy };
    const part = makeSignedPart(secrets.revealSignature, account, exchange, FIRST_KEY_ID);
    const reveal = { kind: 'reveal-signature', sender: instance, receiver: sender, revealedKey, ...part } as const;
    enter({ name: 'awaiting-signature', ours, theirs: gy, secrets, reveal }, ours);
    return { reply: reveal };
  };

  const receiveReveal = (message: MessageOf<'reveal-signature'>): AkeStep => {
    if (state.name !== 'awaiting-reveal-signature' || message.sender !== state.commit.sender) return {};
    const { ours, commit } = state;
    const gx = openCommit(commit, message.revealedKey);
    if (gx === undefined) return { refused: 'otr/handshake-failed' };
    const secrets = deriveAkeSecrets(ours.agree(gx));
    try {
      const { key, keyId } = openSignedPart(secrets.revealSignature, message, { first: gx, second: ours.public });
      const exchange = { first: ours.public, second: gx };
      const part = makeSignedPart(secrets.signature, account, exchange, FIRST_KEY_ID);
      const receiver = message.sender;
      const sessionId = secrets.sessionId.slice();
      enter({ name: 'none' }, ours);
      return {
        reply: { kind: 'signature', sender: instance, receiver, ...part },
        result: { key, instance: receiver, ours, theirs: gx, theirKeyId: keyId, sessionId, revealed: false },
      };
    } finally {
      wipeSecrets(secrets);
    }
  };

  const receiveSignature = (message: MessageOf<'signature'>): AkeStep => {
    if (state.name !== 'awaiting-signature' || message.sender !== state.reveal.receiver) return {};
    const { ours, theirs, secrets } = state;
    const { key, keyId } = openSignedPart(secrets.signature, message, { first: theirs, second: ours.public });
    const sessionId = secrets.sessionId.slice();
    enter({ name: 'none' }, ours);
    return {
      result: { key, instance: message.sender, ours, theirs, theirKeyId: keyId, sessionId, revealed: true },
    };
  };

  const step = (message: Exclude<Message, MessageOf<'data'>>): AkeStep => {
    switch (message.kind) {
      case 'dh-commit':
        return receiveCommit(message);
      case 'dh-key':
        return receiveDhKey(message);
      case 'reveal-signature':
        return receiveReveal(message);
      case 'signature':
        return receiveSignature(message);
    }
  };

  return {
    begin() {
      const ours = createDhKey(random);
      const revealedKey = random(16);
      const commit = makeCommit(ours.public, revealedKey, instance);
      enter({ name: 'awaiting-dh-key', ours, revealedKey, commit });
      return commit;
    },
    receive(message) {
      // What does not check out is ignored, and the state stays: nobody ends an exchange by a forged message.
      try {
        return step(message);
      } catch (error) {
        return { refused: toErrorCode(error) };
      }
    },
    isUnderWay: () => state.name !== 'none',
    forget: () => enter({ name: 'none' }),
  };
}

function wipeSecrets({ sessionId, revealSignature, signature }: AkeSecrets): void {
  wipe(sessionId, ...Object.values(revealSignature), ...Object.values(signature));
}
