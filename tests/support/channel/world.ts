import { createChannel, statusOf } from '../../../lib/channel/channel';
import { createDevice, statementOf, storedDevice } from '../../../lib/channel/device';
import type { Received } from '../../../lib/channel/outcomes';
import type { ChannelPorts, IntroducerPort } from '../../../lib/channel/ports';
import { receive } from '../../../lib/channel/receive';
import { type Publication, renewPrekeys } from '../../../lib/channel/renew-prekeys';
import { endSessions, sealEmpty, sealMessage } from '../../../lib/channel/send';
import { startSession } from '../../../lib/channel/start';
import type { AcceptedStatement, Statement } from '../../../lib/channel/statement';
import type { Fingerprint } from '../../../lib/core/brand';
import { type DeviceId, type MessageId, toHex, type UserId } from '../../../lib/core/wire/ids';
import { type Certificates, createCertificates } from './certificates';
import { createRandom } from './random';

export const START = Date.UTC(2026, 10, 21);
export const DAY = 24 * 60 * 60_000;

export const octets = (text: string): Uint8Array => new TextEncoder().encode(text);
export const text = (content: Uint8Array): string => new TextDecoder().decode(content);

export type Clock = { now: number };

/** One device of one person, that stores what it is told to store and nothing else. */
export type Party = Awaited<ReturnType<typeof createPartyOf>>;

export const createParty = (name: string, certificates: Certificates, clock: Clock, seed = name): Promise<Party> =>
  createPartyOf(name, certificates.fingerprintOf(name), certificates.portOf(name), clock, seed);

type PartyPorts = ChannelPorts & { readonly certificate: IntroducerPort };

export async function createPartyOf(
  name: string,
  certificate: Fingerprint,
  port: PartyPorts['certificate'],
  clock: Clock,
  seed = name,
) {
  const random = createRandom(seed);
  const ports: { -readonly [Name in keyof PartyPorts]: PartyPorts[Name] } = {
    now: () => clock.now,
    random,
    certificate: port,
  };
  const device = await createDevice(
    {
      user: `${name}.k7m2q` as UserId,
      device: toHex(random(16)) as DeviceId,
      certificate,
      validUntil: clock.now + 365 * DAY,
    },
    ports,
  );
  const state = { device, channel: new Uint8Array() };
  const keep = (received: Received): Received['outcome'] => {
    if (received.channel) state.channel = received.channel;
    if (received.device) state.device = received.device;
    return received.outcome;
  };
  return {
    name,
    ports,
    state,
    statement: (): Statement => statementOf(storedDevice.read(state.device)),
    meet(peer: Statement): void {
      state.channel = createChannel(peer as AcceptedStatement);
    },
    publish(count = 5): Publication {
      const renewed = renewPrekeys(state.device, count, ports);
      state.device = renewed.device;
      return renewed.publication;
    },
    async start(publication: Publication, oneTime = publication.oneTime[0]): Promise<string> {
      const started = await startSession({ ...state, bundle: publication.bundle, oneTime }, ports);
      if (started.kind === 'refused') return started.reason;
      state.channel = started.channel;
      return started.kind;
    },
    say(words: string, id?: MessageId): Uint8Array {
      const sealed = sealMessage(state.channel, { content: octets(words), ...(id ? { id } : {}) }, ports);
      state.channel = sealed.channel;
      return sealed.payload;
    },
    nod(): Uint8Array {
      const sealed = sealEmpty(state.channel, ports);
      state.channel = sealed.channel;
      return sealed.payload;
    },
    end(): Uint8Array | undefined {
      const ended = endSessions(state.channel, ports);
      state.channel = ended.channel;
      return ended.payload;
    },
    hear: async (payload: Uint8Array): Promise<Received['outcome']> =>
      keep(await receive({ ...state, payload }, ports)),
    /** The words, where a message came; else what came. */
    async listen(payload: Uint8Array): Promise<string> {
      const outcome = keep(await receive({ ...state, payload }, ports));
      if (outcome.kind === 'message') return text(outcome.content);
      return 'reason' in outcome ? `${outcome.kind}: ${outcome.reason}` : outcome.kind;
    },
    status: () => statusOf(state.channel),
  };
}

/** Two who have accepted each other's certificate; nothing is begun. */
export async function createWorld(seed = 'world') {
  const clock: Clock = { now: START };
  const certificates = createCertificates();
  const anna = await createParty('anna', certificates, clock, `${seed} anna`);
  const bert = await createParty('bert', certificates, clock, `${seed} bert`);
  anna.meet(bert.statement());
  bert.meet(anna.statement());
  return { clock, certificates, anna, bert };
}

/** The same, with a session in which both have spoken: no handshake goes along any more. */
export async function createTalk(seed = 'talk') {
  const world = await createWorld(seed);
  const { anna, bert } = world;
  await anna.start(bert.publish());
  await bert.hear(anna.nod());
  await anna.hear(bert.nod());
  await bert.hear(anna.nod());
  await anna.hear(bert.nod());
  return world;
}
