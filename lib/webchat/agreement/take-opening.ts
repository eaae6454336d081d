import { storedChannel } from '../../channel/channel';
import { ownStatement } from '../../channel/own-statement';
import { addressOf } from '../../channel/receive';
import type { Fingerprint } from '../../core/brand';
import type { LineView } from '../../core/webchat';
import { writePayload } from '../../core/wire/webchat-payload';
import { isAccepted } from '../peers';
import type { AgreementPayload } from '../seams';
import { notOpened } from '../showing';
import { admit } from './answer';
import { statusIn } from './channel-with';
import { type Heard, hear } from './hear';
import { refusalFor } from './peer';
import type { People } from './people';
import { type ClaimedOpening, openingProblem, readClaims } from './prove';

import type { Agreement, Request } from './state';
import { type AgreementPorts, type Work, withState } from './work';

type Sealed = Extract<AgreementPayload, { kind: 'opening' | 'packet' }>;

/** Whether the channel has, or had, the session that this belongs to. */
export function hasSession({ channel }: Agreement, packet: Uint8Array): boolean {
  const address = addressOf(packet);
  if (channel === undefined || address.kind === 'unreadable') return false;
  const { sessions, ended } = storedChannel.read(channel);
  return ended.includes(address.tag) || sessions.some(({ tag }) => tag === address.tag);
}

/** Whether an opening is for my device of this talk. */
export const isForMe = (state: Agreement, { responder }: ClaimedOpening): boolean =>
  ownStatement(state.device)?.device === responder;

/** What belongs to no session that is known here. `webchat/lost`: they talk in one that I had, or should have. */
function takeStray(work: Work, packet: Uint8Array, fresh: boolean): Heard {
  const address = addressOf(packet);
  if (address.kind === 'unreadable') {
    return { work, line: notOpened(address.reason === 'version' ? 'chat/newer-version' : 'webchat/damaged') };
  }
  const begun = fresh && statusIn(work.state)?.state === 'open';
  return {
    work: begun ? withState(work, { problem: 'webchat/lost' }) : work,
    line: notOpened('webchat/not-for-me'),
  };
}

async function takeKnown(work: Work, packet: Uint8Array, ports: AgreementPorts): Promise<Heard> {
  const { channel } = work.state;
  if (channel === undefined) return { work, line: notOpened('webchat/not-for-me') };
  const decision = await ports.certificates.decisionOn(storedChannel.read(channel).peer.certificate);
  // The text stays in the page: it opens once the person has decided otherwise.
  if (!isAccepted(decision)) return { work, line: notOpened(refusalFor(decision), true) };
  return hear(work, channel, packet, ports);
}

/** Who opens: by the certificate beside the opening, else by the stored one. A line where it is not proven. */
async function readPeer(work: Work, payload: Sealed, claims: ClaimedOpening, ports: AgreementPorts, people: People) {
  const { certificate } = claims.statement;
  if (payload.kind === 'packet') return (await people.stored(certificate)) ?? notOpened('webchat/no-certificate', true);
  const problem = await openingProblem(claims, payload.certificate, ports);
  return problem === undefined ? people.offered(work.talk, payload.certificate, certificate) : notOpened(problem);
}

/** Everything that lib/channel sealed: an opening, an answer, a message. */
export async function takeSealed(
  work: Work,
  payload: Sealed,
  fresh: boolean,
  ports: AgreementPorts,
  people: People,
): Promise<Heard> {
  const { packet } = payload;
  if (hasSession(work.state, packet)) return takeKnown(work, packet, ports);
  const claims = readClaims(packet);
  if (claims === undefined) return takeStray(work, packet, fresh);
  const fingerprint: Fingerprint = claims.statement.certificate;
  const decision = await ports.certificates.decisionOn(fingerprint);
  if (decision === 'mine') return { work, line: { kind: 'step', step: 'opening', mine: true } };
  if (!isForMe(work.state, claims)) return { work, line: notOpened('webchat/not-for-me') };
  const peer = await readPeer(work, payload, claims, ports, people);
  if ('kind' in peer) return { work, line: peer };
  if (decision === 'refused') return { work, line: notOpened('contact/refused', true) };

  const line: LineView = { kind: 'step', step: 'opening', mine: false, peer };
  const request: Request = { kind: 'opening', payload: writePayload(payload), certificate: fingerprint, old: false };
  const isOther = work.talk.peer !== undefined && work.talk.peer !== fingerprint;
  if (payload.kind === 'packet' && (isOther || !isAccepted(decision))) {
    return { work, line: notOpened(isOther ? 'contact/changed' : refusalFor(decision), true) };
  }
  if (isOther) return { work: withState(work, { rival: request }), line };
  if (isAccepted(decision)) return admit(work, packet, ports);
  const { asked } = work.state;
  const isTaken = asked !== undefined && asked.certificate !== fingerprint;
  return { work: isTaken ? work : withState(work, { asked: request }), line };
}
