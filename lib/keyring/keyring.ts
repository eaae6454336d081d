import type { Fingerprint } from '../core/brand';
import { createSerial } from '../core/serial';
import { type ChannelCertificates, createChannelCertificates } from './channel-certificates';
import { type Contacts, createContacts } from './contacts';
import { createSignatureJudge } from './judge-signature';
import { createOwnKeys, type OwnKeys } from './own-keys';
import { createOxCertificates, type OxCertificates } from './ox-certificates';
import type { KeyringPorts } from './ports';
import { createViewer } from './viewer';

export type Keyring = {
  readonly ownKeys: OwnKeys;
  readonly contacts: Contacts;
  /** The truth of a message's signatures, for the addresses in every From field of it. */
  readonly judgeSignature: ReturnType<typeof createSignatureJudge>;
  /** For chat. `inUse`: the certificate that my device is bound to, once there is a device. */
  channelCertificates(inUse?: () => Promise<Fingerprint | undefined>): ChannelCertificates;
  /** For OpenPGP over XMPP. `inUse` as above. */
  oxCertificates(inUse?: () => Promise<Fingerprint | undefined>): OxCertificates;
};

/** My keys, other people's certificates, and what I decided about them. Knows no browser and no disk. */
export function createKeyring(ports: KeyringPorts): Keyring {
  const viewer = createViewer(ports);
  // Whoever writes my keys sees what was written before.
  const serial = createSerial();
  return {
    ownKeys: createOwnKeys(ports, viewer, serial),
    contacts: createContacts(ports, viewer),
    judgeSignature: createSignatureJudge(ports, viewer),
    channelCertificates: (inUse) => createChannelCertificates(ports, viewer, inUse),
    oxCertificates: (inUse) => createOxCertificates(ports, viewer, serial, inUse),
  };
}
