import type { Page } from 'puppeteer-core';
import { ask } from '../e2e/bus';
import type { Caller } from './call-stage';

/** Calls of this person go only through a TURN server from now on, as Settings have it. */
export async function useOnlyTurn(who: Caller): Promise<void> {
  await ask(who.window, 'settings.set', { ...(await ask(who.window, 'settings.get')), onlyTurn: true });
}

/** From now on this window remembers what the other one tells it of its addresses. */
export const rememberTold = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const told: string[] = [];
    Object.assign(globalThis, { told });
    const { prototype } = RTCPeerConnection;
    const { addIceCandidate, setRemoteDescription } = prototype;
    prototype.addIceCandidate = function (candidate?: RTCIceCandidateInit | null) {
      told.push(`a=${candidate?.candidate ?? ''}`);
      return Reflect.apply(addIceCandidate, this, [candidate]);
    };
    prototype.setRemoteDescription = function (description: RTCSessionDescriptionInit) {
      told.push(...(description.sdp ?? '').split('\r\n'));
      return Reflect.apply(setRemoteDescription, this, [description]);
    };
  });

/** What it was told: candidates, and all other lines that name an address (`o=`, `c=`, `a=rtcp` of RFC 8866 and RFC 3605). */
export async function toldTo(page: Page): Promise<{ readonly candidates: string[]; readonly others: string[] }> {
  const told = await page.evaluate(() => (globalThis as unknown as { told: string[] }).told);
  return {
    candidates: told.filter((line) => line.startsWith('a=candidate:')),
    others: told.filter((line) => / IN IP[46] /.test(line)),
  };
}
