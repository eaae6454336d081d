import type { SubmitOutcome } from '../../../../lib/bus/views';
import type { ChatCertificates } from '../../../../lib/chat/ports';
import type { Fingerprint } from '../../../../lib/core/brand';
import type { CertificateHealth, CertificateView, Decision } from '../../../../lib/core/certificate';
import { AppError } from '../../../../lib/core/errors';
import type { Certificates } from '../../../support/channel/certificates';

/** One person's keyring: what of it lies on disk, and what chat sees of it. */
export function createKeyring(certificates: Certificates, people: readonly string[], first: string) {
  const disk = {
    mine: first as string | undefined,
    decisions: new Map<Fingerprint, Decision>(),
    health: new Map<Fingerprint, CertificateHealth>(),
  };
  const own = (): string => {
    if (disk.mine === undefined) throw new AppError('chat/no-key');
    return disk.mine;
  };
  const isHere = (fingerprint: Fingerprint): boolean =>
    disk.decisions.has(fingerprint) || fingerprint === certificates.fingerprintOf(own());
  const health = (fingerprint: Fingerprint) => disk.health.get(fingerprint) ?? 'ok';
  const decisionOn = async (fingerprint: Fingerprint) =>
    disk.mine !== undefined && fingerprint === certificates.fingerprintOf(disk.mine)
      ? ('mine' as const)
      : (disk.decisions.get(fingerprint) ?? 'unknown');
  const requireAccepted = async (fingerprint: Fingerprint): Promise<void> => {
    const decision = await decisionOn(fingerprint);
    if (decision !== 'verified' && decision !== 'in-use') throw new AppError('contact/undecided');
    if (health(fingerprint) !== 'ok') throw new AppError('key/expired');
  };
  const nameOf = (octets: Uint8Array): string | undefined =>
    people.find((name) => Buffer.compare(certificates.octetsOf(name), octets) === 0);

  const port: ChatCertificates = {
    ownForChat: async () => ({ fingerprint: certificates.fingerprintOf(own()), octets: certificates.octetsOf(own()) }),
    sign: (content) => certificates.portOf(own()).sign(content),
    verify: async (content, signature, fingerprint) =>
      isHere(fingerprint) &&
      health(fingerprint) === 'ok' &&
      certificates.portOf(own()).verify(content, signature, fingerprint),
    signedBy: (content, signature, octets) => certificates.portOf(own()).signedBy(content, signature, octets),
    sealTo: async (content, fingerprint) => {
      await requireAccepted(fingerprint);
      return certificates.portOf(own()).sealTo(content, fingerprint);
    },
    openFrom: async (message, fingerprint) => {
      await requireAccepted(fingerprint);
      return certificates.portOf(own()).openFrom(message, fingerprint);
    },
    decisionOn,
    async submit(octets): Promise<SubmitOutcome> {
      const name = nameOf(octets);
      if (name === undefined) return { ok: false, code: 'key/not-a-key' };
      const fingerprint = certificates.fingerprintOf(name);
      if (name === disk.mine) return { ok: false, code: 'contact/own-certificate' };
      const news = disk.decisions.has(fingerprint) ? 'known' : 'new';
      if (news === 'new') disk.decisions.set(fingerprint, 'later');
      return { ok: true, fingerprint, news };
    },
    async decide(fingerprint, decision) {
      if (!disk.decisions.has(fingerprint)) throw new AppError('contact/unknown');
      disk.decisions.set(fingerprint, decision);
    },
    async view(fingerprint) {
      if (!isHere(fingerprint)) return undefined;
      return { fingerprint, health: health(fingerprint), userIds: [] } as unknown as CertificateView;
    },
  };
  return { disk, port };
}
