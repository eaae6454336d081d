import type { Fingerprint, Origin } from '../../../lib/core/brand';
import type { Decision } from '../../../lib/core/certificate';
import { AppError } from '../../../lib/core/errors';
import type { LineView, TalkId, TalkPeer } from '../../../lib/core/webchat';
import { type MessageId, toHex } from '../../../lib/core/wire/ids';
import { readPayload } from '../../../lib/core/wire/webchat-payload';
import { createAgreement } from '../../../lib/webchat/agreement/agreement';
import type { AgreementPorts } from '../../../lib/webchat/agreement/work';
import type { AgreementPayload, AgreementService, Step } from '../../../lib/webchat/seams';
import type { Talk } from '../../../lib/webchat/talk';
import { type Certificates, createCertificates } from '../channel/certificates';
import { createRandom } from '../channel/random';
import { type Clock, START } from '../channel/world';

/** One sealed text in the page that both look at. */
export type PageText = { readonly from: string; readonly payload: Uint8Array };

/** The certificates of one person: who is who, and what they decided. */
function certificatesOf(name: string, all: Certificates, decisions: Map<Fingerprint, Decision>) {
  const port = all.portOf(name);
  const names = ['anna', 'bert', 'mallory'] as const;
  const mine = all.fingerprintOf(name);
  const nameOf = (fingerprint: Fingerprint) => names.find((one) => all.fingerprintOf(one) === fingerprint) ?? '';
  const accepted = (fingerprint: Fingerprint): void => {
    const decision = decisions.get(fingerprint);
    if (decision === 'refused') throw new AppError('contact/refused');
    if (decision !== 'in-use' && decision !== 'verified') throw new AppError('contact/undecided');
  };
  const peer = (fingerprint: Fingerprint): TalkPeer => ({
    fingerprint,
    name: nameOf(fingerprint),
    decision: decisions.get(fingerprint) ?? 'unknown',
  });
  const certificates: AgreementPorts['certificates'] = {
    ...port,
    sealTo: async (content, to) => {
      accepted(to);
      return port.sealTo(content, to);
    },
    openFrom: async (message, from) => {
      accepted(from);
      return port.openFrom(message, from);
    },
    ownForChat: async () => ({ fingerprint: mine, octets: all.octetsOf(name) }) as never,
    decisionOn: async (fingerprint) => (fingerprint === mine ? 'mine' : (decisions.get(fingerprint) ?? 'unknown')),
    view: async (fingerprint) => {
      if (!decisions.has(fingerprint)) return undefined;
      return { health: 'ok', userIds: [{ text: '', name: nameOf(fingerprint), state: 'valid' }] } as never;
    },
    people: async () => [],
    offer: async (octets) => {
      const found = names.find((one) => toHex(all.octetsOf(one)) === toHex(octets));
      if (found === undefined) throw new AppError('key/damaged');
      return peer(all.fingerprintOf(found));
    },
  };
  return certificates;
}

/** One person with Sotto and one talk: everything between two steps is what lies on the disk. */
export function createTalkerOf(
  name: string,
  certificates: AgreementPorts['certificates'],
  fingerprint: Fingerprint,
  clock: Clock,
  page: PageText[],
  seed = name,
) {
  const random = createRandom(seed);
  const ports: AgreementPorts = { now: () => clock.now, random, certificates };
  const state = {
    service: createAgreement(ports) as AgreementService,
    talk: {
      id: toHex(random(16)) as TalkId,
      origin: 'https://chat.example.org' as Origin,
      place: { protocol: 'text', locator: '/room', title: 'A chat' },
      draft: '',
      agreement: new Uint8Array(),
      waiting: [],
    } as Talk,
  };
  /** As the caller writes it: the state before is overwritten. */
  const write = ({ talk }: Step): void => {
    const before = state.talk.agreement;
    state.talk = { ...talk, agreement: talk.agreement.slice(), waiting: talk.waiting.map((one) => one.slice()) };
    before.fill(0);
  };
  const talker = {
    name,
    state,
    certificates,
    fingerprint,
    view: () => state.service.view(state.talk),
    begin: async (): Promise<void> => write(await state.service.begin(state.talk)),
    end: async (): Promise<void> => write(await state.service.end(state.talk)),
    choose: async (peer: Fingerprint): Promise<void> => {
      state.talk = { ...state.talk, peer };
      await talker.advance();
    },
    async advance(): Promise<boolean> {
      const step = await state.service.advance(state.talk);
      if (step !== undefined) write(step);
      return step !== undefined;
    },
    async seal(text: string, id = toHex(random(16)) as MessageId): Promise<Uint8Array> {
      const step = await state.service.seal(state.talk, { id, text });
      write(step);
      return step.payload;
    },
    async say(text: string): Promise<PageText> {
      talker.post();
      const sent = { from: name, payload: await talker.seal(text) };
      page.push(sent);
      return sent;
    },
    /** What waits goes into the page. */
    post(): readonly PageText[] {
      const posted = state.talk.waiting.map((payload) => ({ from: name, payload }));
      page.push(...posted);
      state.talk = { ...state.talk, waiting: [] };
      return posted;
    },
    async read(payload: Uint8Array, fresh = true): Promise<LineView> {
      const read = readPayload(payload) as AgreementPayload | undefined;
      if (read === undefined) throw new Error('no payload');
      const step = await state.service.take(state.talk, read, fresh);
      const { line } = step;
      if (step.talk !== state.talk) write(step);
      return line;
    },
    knows: (payload: Uint8Array): boolean => state.service.knows(state.talk, readPayload(payload) as AgreementPayload),
    /** The background died. */
    reload(): void {
      state.service = createAgreement(ports);
    },
  };
  return talker;
}

export type Talker = ReturnType<typeof createTalkerOf>;

/** The same with certificates that are repeatable and fast. */
export function createTalker(name: string, all: Certificates, clock: Clock, page: PageText[], seed = name) {
  const decisions = new Map<Fingerprint, Decision>();
  const certificates = certificatesOf(name, all, decisions);
  const talker = createTalkerOf(name, certificates, all.fingerprintOf(name), clock, page, seed);
  return {
    ...talker,
    decisions,
    /** In the certificate window. */
    async decide(about: string, decision: Decision): Promise<void> {
      decisions.set(all.fingerprintOf(about), decision);
      await talker.advance();
    },
  };
}

/** Two people in one page. */
export function createTalkers(seed = 'talk') {
  const clock: Clock = { now: START };
  const all = createCertificates();
  const page: PageText[] = [];
  // Everybody is known to the fake from the start.
  for (const name of ['anna', 'bert', 'mallory']) all.fingerprintOf(name);
  const anna = createTalker('anna', all, clock, page, `${seed} anna`);
  const bert = createTalker('bert', all, clock, page, `${seed} bert`);
  const mallory = createTalker('mallory', all, clock, page, `${seed} mallory`);
  let seen = 0;

  /** Each reads what the other has put there, until nobody has anything to say. */
  const settle = async (): Promise<readonly LineView[]> => {
    const lines: LineView[] = [];
    for (;;) {
      anna.post();
      bert.post();
      const next = page[seen];
      if (next === undefined) return lines;
      seen += 1;
      clock.now += 1_000;
      for (const one of [anna, bert]) if (one.name !== next.from) lines.push(await one.read(next.payload));
    }
  };
  return { clock, all, page, anna, bert, mallory, settle };
}

/** Both have accepted the other, and their channel is open. */
export async function createOpenTalk(seed?: string) {
  const world = createTalkers(seed);
  world.anna.decisions.set(world.bert.fingerprint, 'in-use');
  world.bert.decisions.set(world.anna.fingerprint, 'in-use');
  await world.anna.begin();
  await world.settle();
  return world;
}
