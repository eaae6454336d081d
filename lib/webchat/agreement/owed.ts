import { storedChannel } from '../../channel/channel';
import { sealEmpty } from '../../channel/send';
import { writePayload } from '../../core/wire/webchat-payload';
import { AGREEMENT_LIMITS } from './limits';
import { type AgreementPorts, channelPorts, say, type Work, withState } from './work';

/**
 * What the other waits for goes out: my half of the key, or the nonce (docs/protocol.md, 3.3). Every text of theirs that
 * was written meanwhile asks for it again, and a page shows many at once: so once a minute for each session and phase.
 */
export async function settleOwed(work: Work, ports: AgreementPorts): Promise<Work> {
  const { channel } = work.state;
  const owing = channel && storedChannel.read(channel).sessions.find(({ owes }) => owes);
  if (channel === undefined || owing === undefined) return work;
  const { tag, phase } = owing;
  const now = ports.now();
  const isRecent = ({ at }: { readonly at: number }) => Math.abs(now - at) < AGREEMENT_LIMITS.answerAgainMs;
  const answers = work.state.answers.filter(isRecent);
  if (answers.some((one) => one.tag === tag && one.phase === phase)) return work;
  const sealed = sealEmpty(channel, channelPorts(ports));
  const answered = [...answers, { tag, phase, at: now }].slice(-AGREEMENT_LIMITS.answers);
  const next = withState(work, { channel: sealed.channel, answers: answered });
  return say(next, 'answer', writePayload({ kind: 'packet', packet: sealed.payload }));
}
