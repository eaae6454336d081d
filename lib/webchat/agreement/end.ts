import { endSessions } from '../../channel/send';
import { statusIn } from './channel-with';
import { newAgreement, type SaidStep } from './state';
import { type AgreementPorts, channelPorts, saidStep, type Work } from './work';

/** Without what of mine has not gone out yet, and is void now. */
export async function withoutUnsent({ talk, state }: Work, isVoid: (step: SaidStep) => boolean): Promise<Work> {
  const steps = await Promise.all(talk.waiting.map((payload) => saidStep(state, payload)));
  const stays = (place: number): boolean => {
    const step = steps[place];
    return step === undefined || !isVoid(step);
  };
  return { state, talk: { ...talk, waiting: talk.waiting.filter((_, place) => stays(place)) } };
}

/**
 * The channel's keys are gone, and the device with its prekeys: what still comes for them begins nothing again. The
 * packet tells the other, where there was a session.
 */
export function endWork({ talk, state }: Work, ports: AgreementPorts): { work: Work; payload: Uint8Array | undefined } {
  const { channel, heard, said } = state;
  const over = channel && statusIn(state) ? endSessions(channel, channelPorts(ports)) : undefined;
  const ended = { ...newAgreement(), channel: over?.channel, heard, said, endedBy: 'me' as const };
  return { work: { talk, state: ended }, payload: over?.payload };
}
