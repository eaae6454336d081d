import type { ChatCertificates } from '../chat/ports';
import type { CertificateView, Decision } from '../core/certificate';
import type { OpenPgp } from '../core/openpgp-port';
import type { TalkPeer } from '../core/webchat';
import type { Keyring } from '../keyring/keyring';
import type { Store } from '../store/store';
import type { Vault } from '../vault/vault';
import type { WebchatPorts } from '../webchat/ports';
import type { Deps } from './deps';
import type { Offers } from './offers';

type Given = {
  readonly store: Store;
  readonly vault: Vault;
  readonly keyring: Keyring;
  readonly pgp: OpenPgp;
  readonly offers: Offers;
  readonly page: WebchatPorts['page'];
  readonly announce: Deps['announce'];
  readonly deviceCertificate: Parameters<Keyring['channelCertificates']>[0];
  readonly now: () => number;
  readonly onFailure: (error: unknown) => void;
};

/** Plugs store, keyring and the page's script into chats of other people's pages. Nothing here decides anything. */
export function createWebchatPorts(given: Given): WebchatPorts {
  const { store, vault, pgp, offers, page, now, onFailure } = given;
  const { contacts, channelCertificates, oxCertificates } = given.keyring;
  const certificates: ChatCertificates = {
    ...channelCertificates(given.deviceCertificate),
    decisionOn: contacts.decisionOn,
    submit: contacts.submit,
    decide: contacts.decide,
  };
  return {
    rows: store.talks,
    vault,
    certificates: {
      ...certificates,
      ...oxCertificates(given.deviceCertificate),
      async people() {
        const list = await contacts.list();
        const used = list.filter(({ decision }) => decision === 'verified' || decision === 'in-use');
        return used.map(({ fingerprint, view, decision }) => peerOf(fingerprint, view, decision));
      },
      async offer(octets, evidence) {
        const fingerprint = await offers.keep(octets, evidence);
        const view = await pgp.view(await pgp.readCertificate(octets), []);
        const decision = await contacts.decisionOn(fingerprint);
        return peerOf(fingerprint, view, decision === 'mine' ? 'unknown' : decision);
      },
    },
    page,
    now,
    random: (octets) => crypto.getRandomValues(new Uint8Array(octets)),
    announce: (event) => {
      given.announce(event).catch(onFailure);
    },
    onFailure,
  };
}

/** As the certificate names its owner: the first name that is valid, else the first. */
function peerOf(fingerprint: TalkPeer['fingerprint'], view: CertificateView, decision: Decision | 'unknown'): TalkPeer {
  const user = view.userIds.find(({ state }) => state === 'valid') ?? view.userIds[0];
  const { name = '', email } = user ?? {};
  return { fingerprint, name: name || email || '', decision, ...(email === undefined ? {} : { email }) };
}
