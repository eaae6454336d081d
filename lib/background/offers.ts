import type { ReaderOpening } from '../bus/views';
import type { Fingerprint } from '../core/brand';
import type { Decision, Evidence } from '../core/certificate';
import { AppError, toErrorCode } from '../core/errors';
import { LIMITS } from '../core/limits';
import type { OpenPgp } from '../core/openpgp-port';
import { toEmailAddress } from '../core/parse';
import type { Ticket, TicketPorts } from './tickets';

export type CertificateDetail = {
  readonly armored: string;
  readonly source: 'page' | 'mail-attachment';
  readonly from?: string | undefined;
};

type Offer = { readonly armored: string; readonly evidence: Evidence };

export type OfferPorts = {
  readonly pgp: OpenPgp;
  readonly memory: TicketPorts['memory'];
  readonly decisionOn: (fingerprint: Fingerprint) => Promise<Decision | 'mine' | 'unknown'>;
  readonly now: () => number;
};

const key = (fingerprint: Fingerprint) => `offer:${fingerprint}`;

/**
 * Certificates that a page or mail brought and that nobody looked at yet: kept in session memory only.
 * They become contacts when the person opens the certificate window, never before.
 */
export function createOffers({ pgp, memory, decisionOn, now }: OfferPorts) {
  const keep = async (octets: Uint8Array, evidence: Evidence): Promise<Fingerprint> => {
    if (octets.length > LIMITS.certificateOctets) throw new AppError('key/too-large');
    const certificate = await pgp.readCertificate(octets);
    const { armored } = await pgp.view(certificate, []);
    await memory.set(key(certificate.fingerprint), { armored, evidence } satisfies Offer);
    return certificate.fingerprint;
  };

  return {
    keep,

    async take(fingerprint: Fingerprint): Promise<Offer | undefined> {
      const offer = (await memory.get(key(fingerprint))) as Offer | undefined;
      if (offer !== undefined) await memory.remove(key(fingerprint));
      return offer;
    },

    /** What the offer frame draws: who it names, and what I decided about it. */
    async describe(ticket: Ticket): Promise<Extract<ReaderOpening, { kind: 'certificate' }>> {
      const { armored, source, from } = ticket.detail as CertificateDetail;
      const sender = from === undefined ? undefined : toEmailAddress(from);
      const evidence: Evidence = {
        source,
        detail: ticket.origin,
        at: now(),
        ...(sender === undefined ? {} : { from: sender }),
      };
      try {
        const octets = new TextEncoder().encode(armored);
        const fingerprint = await keep(octets, evidence);
        const view = await pgp.view(await pgp.readCertificate(octets), []);
        const user = view.userIds.find(({ state }) => state === 'valid') ?? view.userIds[0];
        const named = { name: user?.name ?? '', ...(user?.email === undefined ? {} : { email: user.email }) };
        const decision = await decisionOn(fingerprint);
        return { kind: 'certificate', outcome: { ok: true, fingerprint, ...named, decision } };
      } catch (error) {
        return { kind: 'certificate', outcome: { ok: false, code: toErrorCode(error) } };
      }
    },
  };
}

export type Offers = ReturnType<typeof createOffers>;
