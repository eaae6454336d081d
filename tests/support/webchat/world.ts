import type { Fingerprint, Origin } from '../../../lib/core/brand';
import type { Decision, Evidence } from '../../../lib/core/certificate';
import { AppError } from '../../../lib/core/errors';
import type { LineView, TalkPeer } from '../../../lib/core/webchat';
import { type MessageId, toHex } from '../../../lib/core/wire/ids';
import { createAgreement } from '../../../lib/webchat/agreement/agreement';
import type { LineSource, Place, Webchat } from '../../../lib/webchat/contract';
import { createWebchat } from '../../../lib/webchat/create-webchat';
import { peerOf } from '../../../lib/webchat/peers';
import type { WebchatPorts } from '../../../lib/webchat/ports';
import { createKeyringPerson, type KeyringPerson } from '../channel/keyring-people';
import { pasted } from '../keyring-world';
import { type Fuse, mortal, newFuse } from '../mortal';
import { makeKey } from '../otr/people';
import { PASSPHRASE } from '../vault-world';

export const ORIGIN = 'https://chat.example.org' as Origin;
export const randomOctets = (octets: number): Uint8Array => crypto.getRandomValues(new Uint8Array(octets));
export const newMessageId = (): MessageId => toHex(randomOctets(16)) as MessageId;

/** One text in the page, as everybody who looks at it sees it. */
export type PageText = { readonly by: string } & ({ readonly octets: Uint8Array } | { readonly otr: string });

/** A chat page: what stands in it, and how it fails. */
export type ChatPage = {
  readonly texts: PageText[];
  /** Thrown by the next deliveries. */
  failing: AppError | undefined;
};

export const createPage = (): ChatPage => ({ texts: [], failing: undefined });

/** Somebody with a whole keyring, a disk, and a page before them. */
export async function createChatter(
  name: string,
  page: ChatPage,
  place: Omit<Place, 'origin'>,
  version: 'v4' | 'v6' = 'v4',
  limits: { readonly mostLines?: number; readonly mostTalks?: number } = {},
) {
  const person: KeyringPerson = await createKeyringPerson(name, version);
  const here: Place = { ...place, origin: ORIGIN };
  const offers = new Map<Fingerprint, { readonly octets: Uint8Array; readonly evidence: Evidence }>();
  const asked: string[] = [];
  const published: Uint8Array[] = [];
  const failures: unknown[] = [];
  const announced: string[] = [];
  const clock = { ahead: 0 };

  const start = (fuse: Fuse = newFuse()) => {
    const keyring = person.world.start(fuse);
    const { contacts, store, vault } = keyring;
    const ox = keyring.oxCertificates();
    const certificates: WebchatPorts['certificates'] = {
      ...keyring.channelCertificates(),
      ...ox,
      decisionOn: contacts.decisionOn,
      submit: contacts.submit,
      decide: contacts.decide,
      people: async () => {
        const known = (await contacts.list()).filter(
          ({ decision }) => decision === 'verified' || decision === 'in-use',
        );
        return Promise.all(known.map(({ fingerprint }) => peerOf(certificates, fingerprint)));
      },
      offer: async (octets, evidence): Promise<TalkPeer> => {
        const view = await ox.lookAt(octets);
        if (view === undefined) throw new AppError('key/not-a-key');
        offers.set(view.fingerprint, { octets, evidence });
        const decision = await contacts.decisionOn(view.fingerprint);
        const [user] = view.userIds;
        return {
          fingerprint: view.fingerprint,
          name: user?.name ?? '',
          decision: decision === 'mine' ? 'unknown' : decision,
        };
      },
    };
    const ports: WebchatPorts = {
      rows: mortal(store.talks, ['write'], fuse),
      vault,
      certificates,
      page: {
        deliver: async (_place, what) => {
          if (page.failing !== undefined) throw page.failing;
          page.texts.push({ by: name, ...('text' in what ? { otr: what.text } : { octets: what.octets.slice() }) });
        },
        publish: async (_place, certificate) => {
          if (page.failing !== undefined) throw page.failing;
          asked.push('publish');
          published.push(certificate.octets);
        },
        findKeys: async (_place, address) => {
          asked.push(address);
        },
      },
      now: () => Date.now() + clock.ahead,
      random: randomOctets,
      announce: (event) => void announced.push(event),
      onFailure: (error) => void failures.push(error),
    };
    const webchat: Webchat = createWebchat(ports, { agreement: createAgreement(ports), makeKey, ...limits });
    return { webchat, vault, contacts, store, certificates };
  };
  let life = start();

  const sourceOf = (text: PageText, fresh: boolean): LineSource => ({
    mine: text.by === name,
    fresh,
    ...('otr' in text ? { otr: text.otr } : { octets: text.octets.slice() }),
  });

  return {
    name,
    place: here,
    page,
    asked,
    published,
    offers,
    failures,
    announced,
    clock,
    fingerprint: person.fingerprint,
    octets: person.octets,
    world: person.world,
    get now() {
      return life;
    },
    get webchat(): Webchat {
      return life.webchat;
    },
    /** The background dies; another one takes up what lies on the disk. */
    restart(fuse?: Fuse): void {
      life = start(fuse);
    },
    async lock(): Promise<void> {
      await life.vault.lock();
      await life.webchat.events.onLocked();
    },
    unlock: async (): Promise<unknown> => life.vault.unlock(PASSPHRASE),
    /** In the certificate window: what was offered is taken in, and decided about. */
    async decide(about: { readonly fingerprint: Fingerprint; readonly octets: Uint8Array }, decision: Decision) {
      const offer = offers.get(about.fingerprint);
      const outcome = await life.contacts.submit(offer?.octets ?? about.octets, offer?.evidence ?? pasted());
      if (!outcome.ok) throw new Error(outcome.code);
      await life.contacts.decide(about.fingerprint, decision);
      await life.webchat.events.onContacts();
    },
    view: (at: Place = here) => life.webchat.view(at),
    send: (text: string, id = newMessageId(), at: Place = here) => life.webchat.send(at, { id, text }),
    open: (text: PageText, fresh = true, at: Place = here) => life.webchat.open(at, sourceOf(text, fresh)),
    /** Everything in the page, in its order. */
    async read(fresh = true, at: Place = here): Promise<LineView[]> {
      const lines: LineView[] = [];
      // What is answered while it is read stands below.
      for (const text of page.texts) lines.push(await life.webchat.open(at, sourceOf(text, fresh)));
      return lines;
    },
  };
}

export type Chatter = Awaited<ReturnType<typeof createChatter>>;

/** Words as a person reads them; what is none in brackets. */
export const wordsIn = (lines: readonly LineView[]): readonly string[] =>
  lines.map((line) => {
    if (line.kind === 'text') return line.text;
    if (line.kind === 'step') return `[${line.step}]`;
    return line.kind === 'locked' ? '[locked]' : `[${line.code}]`;
  });
