import type { Fingerprint } from '../../core/brand';
import { AppError } from '../../core/errors';
import type { TalkPeer } from '../../core/webchat';
import { readPayload } from '../../core/wire/webchat-payload';
import type { Talk } from '../talk';
import { offeredPeer, storedPeer } from './peer';
import type { Request } from './state';
import type { AgreementPorts } from './work';

/** Certificates that wait to be looked at, in this life of the background: a page can make any number. */
const MOST = 50;

/** Who somebody is: from the stored certificate, else from the one that came through the page. */
export function createPeople(ports: AgreementPorts) {
  const offered = new Map<string, TalkPeer>();

  const find = async (talk: Talk, octets: Uint8Array, fingerprint: Fingerprint): Promise<TalkPeer> => {
    const known = await storedPeer(ports, fingerprint);
    if (known !== undefined) {
      offered.delete(fingerprint);
      return known;
    }
    const before = offered.get(fingerprint);
    if (before !== undefined) return before;
    if (offered.size >= MOST) throw new AppError('chat/too-many');
    const peer = await offeredPeer(ports, talk, octets, fingerprint);
    offered.set(fingerprint, peer);
    return peer;
  };

  return {
    stored: (fingerprint: Fingerprint) => storedPeer(ports, fingerprint),
    offered: find,
    /** Of a request that waits. */
    asking: async (talk: Talk, { payload, certificate }: Request): Promise<TalkPeer | undefined> => {
      const read = readPayload(payload);
      const octets = read?.kind === 'greeting' || read?.kind === 'opening' ? read.certificate : undefined;
      return octets && find(talk, octets, certificate);
    },
  };
}

export type People = ReturnType<typeof createPeople>;
