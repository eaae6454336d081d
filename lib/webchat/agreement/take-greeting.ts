import { storedChannel } from '../../channel/channel';
import type { LineView } from '../../core/webchat';
import { writePayload } from '../../core/wire/webchat-payload';
import { isAccepted } from '../peers';
import type { AgreementPayload } from '../seams';
import { notOpened } from '../showing';
import { answer } from './answer';
import { statusIn } from './channel-with';
import type { Heard } from './hear';
import type { People } from './people';
import { type Greeting, proveGreeting } from './prove';

import type { Agreement, Request } from './state';
import { type AgreementPorts, type Work, withState } from './work';

/**
 * A greeting counts once. Of one device, numbers grow; another device of the same certificate is newer where its
 * statement was made later: so a page that shows an old greeting again begins nothing.
 */
function isNews({ heard, channel }: Agreement, { statement, number }: Greeting): boolean {
  const { certificate, device, issued } = statement;
  const known = heard?.certificate === certificate ? heard : undefined;
  if (known?.device === device) return number > known.number;
  const peer = channel && storedChannel.read(channel).peer;
  const met = peer?.certificate === certificate && peer.device !== device ? peer.issued : 0;
  return issued > Math.max(met, known?.issued ?? 0);
}

/** I have asked for a channel here myself, and have none: then an old greeting is answered, too. */
const isWaiting = (state: Agreement): boolean => state.greetedAt > 0 && (statusIn(state)?.tags.length ?? 0) === 0;

/** Somebody asks to begin. */
export async function takeGreeting(
  work: Work,
  payload: Extract<AgreementPayload, { kind: 'greeting' }>,
  fresh: boolean,
  ports: AgreementPorts,
  people: People,
): Promise<Heard> {
  const proven = await proveGreeting(payload, ports);
  if ('code' in proven) return { work, line: notOpened(proven.code) };
  const { certificate, device, issued } = proven.statement;
  const decision = await ports.certificates.decisionOn(certificate);
  if (decision === 'mine') return { work, line: { kind: 'step', step: 'greeting', mine: true } };
  const peer = await people.offered(work.talk, payload.certificate, certificate);
  const line: LineView = { kind: 'step', step: 'greeting', mine: false, peer };
  if (decision === 'refused') return { work, line };

  const { talk, state } = work;
  const request: Request = { kind: 'greeting', payload: writePayload(payload), certificate, old: false };
  if (talk.peer !== undefined && talk.peer !== certificate) {
    return { work: fresh ? withState(work, { rival: request }) : work, line };
  }
  const isTaken = state.asked !== undefined && state.asked.certificate !== certificate;
  if (isTaken || !isNews(state, proven)) return { work, line };
  const heard = { certificate, device, issued, number: proven.number };
  const answerable = (fresh || isWaiting(state)) && state.endedBy !== 'me';
  const old = isAccepted(decision) && !answerable;
  const asked = { ...request, old };
  const next = withState(work, { asked, heard });
  return { work: isAccepted(decision) && answerable ? await answer(next, asked, ports) : next, line };
}
