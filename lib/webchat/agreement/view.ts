import { digitsOf } from '../../channel/comparison';
import type { ErrorCode } from '../../core/error-codes';
import { AppError } from '../../core/errors';
import { isAccepted } from '../peers';
import type { AgreementService } from '../seams';
import type { Talk } from '../talk';
import { statusIn } from './channel-with';
import type { People } from './people';
import type { Agreement } from './state';
import { type AgreementPorts, type Work, workOn } from './work';

export type AgreementView = Awaited<ReturnType<AgreementService['view']>>;

const problemIn = ({ problem, missing }: Agreement): { readonly problem?: ErrorCode } => {
  const code = problem ?? (missing > 0 ? 'webchat/missing' : undefined);
  return code === undefined ? {} : { problem: code };
};

/** The session that words can go out in: of the peer whom the person chose, and whose certificate is accepted. */
async function openView({ talk, state }: Work, ports: AgreementPorts): Promise<AgreementView | undefined> {
  const status = statusIn(state);
  if (status === undefined || status.state === 'none' || status.peer.certificate !== talk.peer) return undefined;
  if (!isAccepted(await ports.certificates.decisionOn(talk.peer))) return undefined;
  const { state: session, comparison } = status;
  return {
    channel: session === 'open' ? 'open' : 'other-half',
    ...(comparison === undefined ? {} : { comparison: digitsOf(comparison) }),
    writable: true,
    ...problemIn(state),
  };
}

/** The person's decision, about who asked or about who was accepted before. */
async function decisionView(work: Work, ports: AgreementPorts, people: People): Promise<AgreementView | undefined> {
  const { talk, state } = work;
  const { asked } = state;
  const certificate = asked?.old === false ? asked.certificate : statusIn(state)?.tags.length ? talk.peer : undefined;
  if (certificate === undefined || (talk.peer !== undefined && certificate !== talk.peer)) return undefined;
  const decision = await ports.certificates.decisionOn(certificate);
  if (isAccepted(decision) && asked === undefined) return undefined;
  if (decision === 'refused' && asked !== undefined) return undefined;
  const offered = asked?.old === false ? await people.asking(talk, asked) : await people.stored(certificate);
  return { channel: 'your-decision', ...(offered ? { offered } : {}), writable: false, ...problemIn(state) };
}

/** What is shown of a talk's channel: the first that applies, and never more than is true. */
export async function viewOf(talk: Talk, ports: AgreementPorts, people: People): Promise<AgreementView> {
  const shut = { writable: false } as const;
  let work: Work;
  try {
    // The octets of an older state are overwritten, and this waits for others.
    work = workOn({ ...talk, agreement: talk.agreement.slice() });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'channel/damaged') throw error;
    return { channel: 'none', problem: error.code, ...shut };
  }
  const { state } = work;
  if (state.rival !== undefined) {
    const offered = await people.asking(talk, state.rival);
    return { channel: 'changed', ...(offered ? { offered } : {}), problem: 'contact/changed', ...shut };
  }
  const open = await openView(work, ports);
  if (open !== undefined) return open;
  const decision = await decisionView(work, ports, people);
  if (decision !== undefined) return decision;
  if (state.endedBy !== undefined) return { channel: 'ended', ...shut };
  return { channel: state.greetedAt > 0 ? 'their-decision' : 'none', ...shut, ...problemIn(state) };
}
