import { isAccepted } from '../peers';
import { answer } from './answer';
import { statusIn } from './channel-with';
import { endWork, withoutUnsent } from './end';
import { type AgreementPorts, type Work, withState } from './work';

/** A rival that was refused goes; one whom the person chose for this talk is who it is with from now on. */
async function settleRival(work: Work, { certificates }: AgreementPorts): Promise<Work> {
  const { rival } = work.state;
  if (rival === undefined) return work;
  if (rival.certificate === work.talk.peer) return withState(work, { rival: undefined, asked: rival });
  // To accept a certificate says nothing about this talk: somebody whom I know may have greeted in the place of another.
  const decision = await certificates.decisionOn(rival.certificate);
  return decision === 'refused' ? withState(work, { rival: undefined }) : work;
}

/** A certificate that was refused loses its keys at once; its owner is told nothing. */
async function settleRefused(work: Work, ports: AgreementPorts): Promise<Work> {
  const status = statusIn(work.state);
  if (status === undefined || status.tags.length === 0) return work;
  const decision = await ports.certificates.decisionOn(status.peer.certificate);
  return decision === 'refused' ? endWork(await withoutUnsent(work, () => true), ports).work : work;
}

/** What decisions lead to by themselves; the same work where they lead to nothing. */
export async function advanceWork(before: Work, ports: AgreementPorts): Promise<Work> {
  const work = await settleRefused(await settleRival(before, ports), ports);
  const { asked } = work.state;
  if (asked === undefined || work.state.rival !== undefined) return work;
  if (work.talk.peer !== undefined && work.talk.peer !== asked.certificate) {
    return withState(work, { asked: undefined });
  }
  const decision = await ports.certificates.decisionOn(asked.certificate);
  if (decision === 'refused') return withState(work, { asked: undefined });
  return asked.old || !isAccepted(decision) ? work : answer(work, asked, ports);
}
