import { type IntroductionInput, openIntroduction, sealIntroduction } from '../../../lib/channel/introduction';
import type { Party } from './world';

/** `from` introduces itself to the device that this bundle is of, or says it is of. */
export function introduce(
  from: Party,
  to: Pick<Party, 'statement'>,
  bundle: Uint8Array,
  content: Partial<IntroductionInput['content']> & Pick<IntroductionInput['content'], 'certificate'>,
) {
  const { user, device } = to.statement();
  const input = {
    device: from.state.device,
    to: { user, device },
    bundle,
    content: { intent: 'offer', accepts: undefined, ...content },
  } as const;
  return sealIntroduction(input, from.ports);
}

/** The payload, where nothing stands against it. */
export async function introduction(...given: Parameters<typeof introduce>): Promise<Uint8Array> {
  const sealed = await introduce(...given);
  if (sealed.kind === 'refused') throw new Error(sealed.reason);
  return sealed.payload;
}

export const meetBy = (party: Party, payload: Uint8Array, at?: number) =>
  openIntroduction({ device: party.state.device, payload, ...(at === undefined ? {} : { at }) }, party.ports);

/** Who it is, or what stands against it. */
export async function whoIs(party: Party, payload: Uint8Array, at?: number): Promise<string> {
  const opened = await meetBy(party, payload, at);
  return opened.kind === 'introduced' ? opened.from.user : `${opened.kind}: ${opened.reason}`;
}
