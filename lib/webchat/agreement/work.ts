import { AppError } from '../../core/errors';
import { WEBCHAT_LIMITS } from '../../core/webchat';
import { toHex } from '../../core/wire/hex';
import type { WebchatPorts } from '../ports';
import type { Step } from '../seams';
import type { Talk } from '../talk';
import { AGREEMENT_LIMITS } from './limits';
import { type Agreement, newAgreement, readAgreement, type SaidStep, writeAgreement } from './state';

export type AgreementPorts = Pick<WebchatPorts, 'now' | 'random'> & {
  readonly certificates: Pick<
    WebchatPorts['certificates'],
    'sign' | 'verify' | 'sealTo' | 'openFrom' | 'signedBy' | 'ownForChat' | 'decisionOn' | 'view' | 'people' | 'offer'
  >;
};

/** A talk with its agreement open, in the middle of a step. */
export type Work = { readonly talk: Talk; readonly state: Agreement };

/** Fails with `channel/damaged`. */
export const workOn = (talk: Talk): Work => ({ talk, state: readAgreement(talk.agreement) });

/** The same, with nothing begun where what was stored cannot be read: it opens nothing any more. */
export function workAnew(talk: Talk): Work {
  try {
    return workOn(talk);
  } catch (error) {
    if (error instanceof AppError && error.code === 'channel/damaged') return { talk, state: newAgreement() };
    throw error;
  }
}

export const stepOf = ({ talk, state }: Work): Step => ({ talk: { ...talk, agreement: writeAgreement(state) } });

export const withState = (work: Work, change: Partial<Agreement>): Work => ({
  ...work,
  state: { ...work.state, ...change },
});

export const channelPorts = ({ now, random, certificates }: AgreementPorts) => ({
  now,
  random,
  certificate: certificates,
});

const markOf = async (payload: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', payload as Uint8Array<ArrayBuffer>)).subarray(0, 16);

/** Goes out as soon as the page is there, and is known again when the page shows it. */
export async function say(work: Work, step: SaidStep, payload: Uint8Array): Promise<Work> {
  if (payload.length > WEBCHAT_LIMITS.payloadOctets) throw new AppError('channel/too-large');
  const said = [...work.state.said, { mark: await markOf(payload), step }].slice(-AGREEMENT_LIMITS.said);
  const talk = { ...work.talk, waiting: [...work.talk.waiting, payload] };
  return { talk, state: { ...work.state, said } };
}

/** What of mine this is; `undefined` for what I did not say, or long ago. */
export async function saidStep({ said }: Agreement, payload: Uint8Array): Promise<SaidStep | undefined> {
  const mark = toHex(await markOf(payload));
  return said.find((one) => toHex(one.mark) === mark)?.step;
}
