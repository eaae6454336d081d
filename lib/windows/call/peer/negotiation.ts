import type { CallSignal } from '../../../core/calls';
import { createSerial } from '../../../core/serial';
import { createCandidateBatch, readCandidate } from './candidate-batch';
import { digestOf } from './digests';
import { sendTracks, type Tracks, takePlaces } from './places';

type NegotiationOptions = {
  readonly connection: RTCPeerConnection;
  /** Gives way where both offer at once: who was called (RFC 8829, 4.1.10.2; WebRTC, 10.7). */
  readonly polite: boolean;
  readonly say: (signal: CallSignal) => void;
  /** What is to be sent when the sections are there. */
  readonly tracks: () => Tracks;
  /** Both digests, once, when both descriptions stand. */
  readonly onDigests: (digests: { readonly mine: string; readonly theirs: string }) => void;
  /** A description without exactly one certificate, or with another than before: the call cannot go on. */
  readonly onForeign: () => void;
  readonly onFailure: (error: unknown) => void;
};

export type Negotiation = {
  /** One signal of the other side; the next one waits until this is done. Never rejects. */
  hear(signal: Exclude<CallSignal, { readonly kind: 'muted' }>): Promise<void>;
  stop(): void;
};

/** Perfect negotiation, bound to the two DTLS certificates that the first descriptions name. */
export function createNegotiation(options: NegotiationOptions): Negotiation {
  const { connection, polite, say, onFailure } = options;
  const batch = createCandidateBatch(say);
  let makingOffer = false;
  let ignoring = false;
  let known: { readonly mine: string; readonly theirs: string } | undefined;
  let stopped = false;

  const sayMine = (): void => {
    const { localDescription } = connection;
    if (localDescription === null || stopped) return;
    // Candidates of an earlier description were found before this one.
    batch.flush();
    say({ kind: 'description', type: localDescription.type as 'offer' | 'answer', sdp: localDescription.sdp });
  };

  const offer = async (): Promise<void> => {
    makingOffer = true;
    try {
      await connection.setLocalDescription();
      sayMine();
    } catch (error) {
      if (!stopped) onFailure(error);
    } finally {
      makingOffer = false;
    }
  };

  const checkDigests = (): void => {
    if (connection.signalingState !== 'stable' || stopped) return;
    const mine = digestOf(connection.currentLocalDescription?.sdp ?? '');
    const theirs = digestOf(connection.currentRemoteDescription?.sdp ?? '');
    if (mine === undefined || theirs === undefined) {
      if (connection.currentRemoteDescription !== null) options.onForeign();
      return;
    }
    if (known === undefined) {
      known = { mine, theirs };
      options.onDigests(known);
      return;
    }
    if (known.mine !== mine || known.theirs !== theirs) options.onForeign();
  };

  const describe = async ({ type, sdp }: Extract<CallSignal, { readonly kind: 'description' }>): Promise<void> => {
    const collides = type === 'offer' && (makingOffer || connection.signalingState !== 'stable');
    ignoring = !polite && collides;
    if (ignoring) return;
    const digest = digestOf(sdp);
    // Before the browser has it: a certificate that the words are not about never gets as far as a handshake.
    if (digest === undefined || (known !== undefined && known.theirs !== digest)) return options.onForeign();
    // An answer to an offer that was taken back.
    if (type === 'answer' && connection.signalingState !== 'have-local-offer') return;
    await connection.setRemoteDescription({ type, sdp });
    if (type === 'offer') {
      takePlaces(connection);
      await sendTracks(connection, options.tracks());
      await connection.setLocalDescription();
      sayMine();
    }
    checkDigests();
  };

  const trickle = async (candidates: readonly string[]): Promise<void> => {
    for (const text of candidates) {
      // The end of candidates is known by ICE itself; one that is refused is one way less, and no reason to stop.
      const candidate = readCandidate(text);
      if (candidate !== undefined && !ignoring) await connection.addIceCandidate(candidate).catch(() => undefined);
    }
  };

  const onNeeded = (): void => void offer();
  const onCandidate = ({ candidate }: RTCPeerConnectionIceEvent): void => batch.add(candidate);
  connection.addEventListener('negotiationneeded', onNeeded);
  connection.addEventListener('icecandidate', onCandidate);
  const inTurn = createSerial();
  return {
    hear: (signal) =>
      inTurn(async () => {
        if (stopped) return;
        try {
          await (signal.kind === 'description' ? describe(signal) : trickle(signal.candidates));
        } catch (error) {
          if (!stopped) onFailure(error);
        }
      }),
    stop() {
      stopped = true;
      batch.stop();
      connection.removeEventListener('negotiationneeded', onNeeded);
      connection.removeEventListener('icecandidate', onCandidate);
    },
  };
}
