import type { Fingerprint, Origin } from '../core/brand';
import { AppError } from '../core/errors';
import { LIMITS } from '../core/limits';
import { type TalkPeer, WEBCHAT_LIMITS } from '../core/webchat';
import { bareAddress, isSameAccount } from '../xmpp/address';
import type { Place } from './contract';
import { isAccepted, peerOf } from './peers';
import type { WebchatPorts } from './ports';

/** What accounts of XMPP publish (XEP-0373, 4), in memory alone: it is asked for again when the background is. */
export type Accounts = {
  /** Asks once for what both accounts of this place publish. Never throws. */
  ask(place: Place): void;
  /** Asks anew what the other's account publishes, where it published nothing: a sealed message came that it may tell of. */
  askAgain(place: Place): void;
  found(at: Account, certificates: readonly Uint8Array[]): Promise<void>;
  /** Certificates that the other's account of this place publishes. */
  at(place: Place): readonly Fingerprint[];
  /** Of those, the first that nobody decided about. */
  offered(place: Place): Promise<TalkPeer | undefined>;
  /** The one that was offered here and has been accepted since; answered once. */
  accepted(place: Place): Promise<Fingerprint | undefined>;
  published(place: Place): boolean | undefined;
  publish(place: Place): Promise<void>;
};

export type Account = { readonly origin: Origin; readonly account: string; readonly address: string };

/** Between two questions about the same account that published nothing. */
const AGAIN_MS = 10_000;
/** Accounts that are remembered: a page that names more loses the oldest. */
const MOST = 1_000;
/** Certificates of one site that wait to be looked at: they take room in session memory. */
const MOST_OFFERS = 20;
/** A certificate with more signatures by others than anybody looks at. */
const MOST_OCTETS = 4 * LIMITS.introducedOctets;

type Finding = {
  readonly certificates: readonly Fingerprint[];
  readonly undecided: readonly TalkPeer[];
  readonly isMine: boolean;
};

const keyOf = ({ origin, account, address }: Account): string =>
  JSON.stringify([origin, bareAddress(account) ?? account, bareAddress(address) ?? address]);

export function createAccounts({ certificates, page, now, announce, onFailure }: WebchatPorts): Accounts {
  const findings = new Map<string, Finding>();
  /** By account: when it was asked for. */
  const asked = new Map<string, number>();
  const offeredOn = new Map<Origin, Set<Fingerprint>>();
  const otherOf = ({ origin, account, locator, protocol }: Place): Account | undefined =>
    protocol === 'xmpp' && account !== undefined ? { origin, account, address: locator } : undefined;
  const findingFor = (place: Place): Finding | undefined => {
    const other = otherOf(place);
    return other && findings.get(keyOf(other));
  };
  const keep = (key: string, finding: Finding): void => {
    findings.delete(key);
    findings.set(key, finding);
    const [oldest] = findings.keys();
    if (findings.size > MOST && oldest !== undefined) findings.delete(oldest);
  };

  /** One certificate as it came: mine, of somebody known, or to be looked at. */
  const look = async (
    octets: Uint8Array,
    { origin, account, address }: Account,
  ): Promise<TalkPeer | 'mine' | undefined> => {
    const view = octets.length > MOST_OCTETS ? undefined : await certificates.lookAt(octets);
    if (view === undefined) return undefined;
    const { fingerprint } = view;
    const decision = await certificates.decisionOn(fingerprint);
    if (decision === 'mine') return decision;
    // What else stands at my own account is for no conversation.
    if (isSameAccount(address, account)) return undefined;
    const evidence = { source: 'xmpp-account', detail: bareAddress(address) ?? address, at: now() } as const;
    if (decision === 'unknown') {
      const offers = offeredOn.get(origin) ?? new Set();
      if (offers.size >= MOST_OFFERS && !offers.has(fingerprint)) return undefined;
      offeredOn.set(origin, offers.add(fingerprint));
      return certificates.offer(octets, evidence);
    }
    const known = await certificates.view(fingerprint);
    // Renewed or revoked by its owner: that counts, whoever brings it. Nothing else of a page changes what is stored.
    const isNews = known?.health !== view.health || known.expires !== view.expires;
    if (isNews) await certificates.submit(octets, evidence);
    return peerOf(certificates, fingerprint);
  };

  const decided = async ({ undecided }: Finding): Promise<readonly TalkPeer[]> =>
    Promise.all(
      undecided.map(async (peer) => {
        const decision = await certificates.decisionOn(peer.fingerprint);
        return { ...peer, decision: decision === 'mine' ? ('unknown' as const) : decision };
      }),
    );

  const askFor = (place: Place, { address, ...at }: Account): void => {
    const key = keyOf({ ...at, address });
    asked.set(key, now());
    page.findKeys(place, address).catch(() => {
      // Not connected yet, or closed: the next box asks again.
      asked.delete(key);
    });
  };

  return {
    ask(place) {
      const other = otherOf(place);
      if (other === undefined) return;
      for (const address of [other.account, other.address]) {
        const at = { ...other, address };
        if (!asked.has(keyOf(at))) askFor(place, at);
      }
    },

    askAgain(place) {
      const other = otherOf(place);
      const last = other && asked.get(keyOf(other));
      if (other === undefined || last === undefined || now() - last < AGAIN_MS) return;
      if (findings.get(keyOf(other))?.certificates.length === 0) askFor(place, other);
    },

    async found(at, brought) {
      const looked: Array<TalkPeer | 'mine'> = [];
      for (const octets of brought.slice(0, WEBCHAT_LIMITS.certificates)) {
        try {
          const one = await look(octets, at);
          if (one !== undefined) looked.push(one);
        } catch (error) {
          // One that cannot be read takes no other with it.
          onFailure(error);
        }
      }
      const peers = looked.filter((one) => one !== 'mine');
      keep(keyOf(at), {
        certificates: peers.map(({ fingerprint }) => fingerprint),
        undecided: peers.filter(({ decision }) => decision === 'later' || decision === 'unknown'),
        isMine: looked.includes('mine'),
      });
      announce('webchat');
    },

    at: (place) => findingFor(place)?.certificates ?? [],

    async offered(place) {
      const finding = findingFor(place);
      const peers = finding === undefined ? [] : await decided(finding);
      return peers.find(({ decision }) => decision === 'later' || decision === 'unknown');
    },

    async accepted(place) {
      const other = otherOf(place);
      const finding = findingFor(place);
      if (other === undefined || finding === undefined) return undefined;
      const [first, ...others] = (await decided(finding)).filter(({ decision }) => isAccepted(decision));
      if (first === undefined || others.length > 0) return undefined;
      const undecided = finding.undecided.filter(({ fingerprint }) => fingerprint !== first.fingerprint);
      keep(keyOf(other), { ...finding, undecided });
      return first.fingerprint;
    },

    published({ origin, account }) {
      if (account === undefined) return undefined;
      return findings.get(keyOf({ origin, account, address: account }))?.isMine;
    },

    async publish(place) {
      const { origin, account } = place;
      const bare = account === undefined ? undefined : bareAddress(account);
      // A server's own address has no `@`, and publishes nothing of a person.
      if (account === undefined || !bare?.includes('@')) throw new AppError('webchat/no-connection');
      const own = await certificates.ownForAccount(bare);
      // Whatever the page answers: my certificate may have one name more.
      announce('keys');
      await page.publish(place, own);
      const key = keyOf({ origin, account, address: account });
      keep(key, { certificates: [], undecided: [], ...findings.get(key), isMine: true });
      announce('webchat');
    },
  };
}
