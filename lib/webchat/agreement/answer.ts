import { sealEmpty } from '../../channel/send';
import { startSession } from '../../channel/start';
import { checkStatement, type SignedStatement, type Statement } from '../../channel/statement';
import type { Fingerprint } from '../../core/brand';
import type { ErrorCode } from '../../core/error-codes';
import { AppError } from '../../core/errors';
import { readPayload, writePayload } from '../../core/wire/webchat-payload';
import type { AgreementPayload } from '../seams';
import { notOpened } from '../showing';
import { channelWith, openFirst } from './channel-with';
import { type Heard, hear } from './hear';
import { ownDevice } from './own-device';
import { proveGreeting, readClaims } from './prove';
import { codeOf } from './refusals';
import type { Request } from './state';
import { type AgreementPorts, channelPorts, say, type Work, withState } from './work';

/** From here on the talk is with this certificate, and what waited of it is done. */
const settled = (work: Work, peer: Fingerprint): Work => ({
  talk: { ...work.talk, peer },
  state: { ...work.state, asked: undefined, endedBy: undefined, problem: undefined },
});

/** Their device, for a channel: its statement is by the certificate that was accepted. */
const accept = (claimed: Statement, signed: SignedStatement, { certificates, now }: AgreementPorts) =>
  checkStatement(signed, claimed, now(), certificates);

/** A session with the device that greeted; its opening waits to go out. Throws what sealing to the certificate throws. */
async function open(work: Work, payload: Extract<AgreementPayload, { kind: 'greeting' }>, ports: AgreementPorts) {
  const proven = await proveGreeting(payload, ports);
  if ('code' in proven) return withState(work, { asked: undefined, problem: proven.code });
  const accepted = await accept(proven.statement, proven.signed, ports);
  if (accepted.kind === 'refused') return withState(work, { asked: undefined, problem: codeOf(accepted.reason) });
  const { octets: certificate } = await ports.certificates.ownForChat();
  const device = await ownDevice(work.state, ports);
  const channel = channelWith(work.state, accepted.statement);
  const { bundle, oneTime } = payload;
  const started = await startSession({ channel, device, bundle, oneTime }, channelPorts(ports));
  if (started.kind === 'refused') return withState(work, { asked: undefined, problem: codeOf(started.reason) });
  const sealed = sealEmpty(started.channel, channelPorts(ports));
  const { certificate: peer, device: their, issued } = proven.statement;
  const heard = { certificate: peer, device: their, issued, number: proven.number };
  const next = withState(settled(work, peer), { device, channel: openFirst(sealed.channel), heard, missing: 0 });
  return say(next, 'opening', writePayload({ kind: 'opening', certificate, packet: sealed.payload }));
}

/** An opening by an accepted certificate, for my device: the session, and my half of the key waits to go out. */
export async function admit(work: Work, packet: Uint8Array, ports: AgreementPorts): Promise<Heard> {
  const claims = readClaims(packet);
  if (claims === undefined) return { work, line: notOpened('webchat/damaged') };
  const accepted = await accept(claims.statement, claims.signed, ports);
  if (accepted.kind === 'refused') return { work, line: notOpened(codeOf(accepted.reason)) };
  const heard = await hear(work, channelWith(work.state, accepted.statement), packet, ports);
  if (heard.opened === undefined || heard.opened.kind === 'ended') return heard;
  return { ...heard, work: settled(heard.work, claims.statement.certificate) };
}

/** The same work where nothing is new: who waits is asked often. */
const stuck = (work: Work, problem: ErrorCode | undefined): Work =>
  work.state.problem === problem ? work : withState(work, { problem });

/** Goes on with what waited, its certificate being accepted. What cannot be done now is said, and tried again. */
export async function answer(work: Work, asked: Request, ports: AgreementPorts): Promise<Work> {
  const payload = readPayload(asked.payload);
  try {
    if (payload?.kind === 'greeting') return await open(work, payload, ports);
    if (payload?.kind !== 'opening') return withState(work, { asked: undefined });
    const heard = await admit(work, payload.packet, ports);
    // Words have to be shown as they are opened: their text is asked for again.
    if (heard.opened?.kind === 'message') return settled(work, asked.certificate);
    if (heard.opened !== undefined) return heard.work;
    const { line } = heard;
    const again = line.kind === 'not-opened' && line.again;
    const problem = line.kind === 'not-opened' ? line.code : undefined;
    return again ? stuck(work, problem) : withState(heard.work, { problem, asked: undefined });
  } catch (error) {
    if (!(error instanceof AppError) || !/^(?:contact|key|chat|channel)\//.test(error.code)) throw error;
    return stuck(work, error.code);
  }
}
