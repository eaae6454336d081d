import { toHex } from '../../core/wire/hex';
import { bareAddress, isSameAccount } from '../../xmpp/address';
import { NS } from '../../xmpp/namespaces';
import { attributeOf, element, elementsIn, isElement, type XmlElement } from '../../xmpp/xml';

/**
 * Questions of ours on the page's stream. No stanza may be added (both sides count them: XEP-0198, 4), so that a
 * question goes in the place of one of the page's that says next to nothing: a lone chat state, or a ping.
 */
export type Carriers = {
  /** The answer, `result` or `error`; `undefined` where none came. The id of `iq` is chosen here. */
  ask(iq: XmlElement): Promise<XmlElement | undefined>;
  /** Whether a question waits for a stanza of the page. */
  wanted(): boolean;
  /** What goes out in the place of this stanza of the page, if anything does. */
  carry(stanza: XmlElement): XmlElement | undefined;
  /** Takes what came as an answer, and says what the page gets in its place, if it is not that. */
  answered(stanza: XmlElement): XmlElement | undefined;
  /** The stream has ended: nothing will be answered. */
  end(): void;
};

type Question = {
  readonly iq: XmlElement;
  readonly done: (answer: XmlElement | undefined) => void;
};
type Asked = Question & { /** The page's ping that waits for the same answer. */ readonly ping?: XmlElement };

const CARRIER_LIMITS = {
  /** Questions that wait for a stanza, and those that wait for an answer. */
  questions: 32,
  /** From being asked to a stanza that takes it along, and from there to the answer. */
  waitMs: 120_000,
  answerMs: 30_000,
} as const;

export type CarriersPorts = {
  readonly account: () => string | undefined;
  readonly random: (octets: number) => Uint8Array;
};

export function createCarriers({ account, random }: CarriersPorts): Carriers {
  const queue: Question[] = [];
  const asked = new Map<string, Asked>();

  const put = (id: string, question: Asked): XmlElement => {
    asked.set(id, question);
    const [oldest] = asked.keys();
    if (asked.size > CARRIER_LIMITS.questions && oldest !== undefined) asked.delete(oldest);
    setTimeout(() => question.done(undefined), CARRIER_LIMITS.answerMs);
    return { ...question.iq, attributes: { ...question.iq.attributes, id } };
  };

  const take = (fits: (question: Question) => boolean): Question | undefined => {
    const index = queue.findIndex(fits);
    return index < 0 ? undefined : queue.splice(index, 1)[0];
  };

  /** A late answer to a ping is a lost connection to the page: only what my own server answers by itself goes so. */
  const isNear = ({ iq }: Question): boolean => isMine(attributeOf(iq, 'to'), account());

  return {
    ask: (iq) =>
      new Promise((resolve) => {
        if (queue.length >= CARRIER_LIMITS.questions) return resolve(undefined);
        const question: Question = { iq, done: resolve };
        queue.push(question);
        setTimeout(() => {
          if (take((one) => one === question) !== undefined) resolve(undefined);
        }, CARRIER_LIMITS.waitMs);
      }),
    wanted: () => queue.length > 0,
    carry(stanza) {
      if (queue.length === 0) return undefined;
      if (isLoneChatState(stanza)) {
        const question = take(() => true);
        return question && put(toHex(random(16)), question);
      }
      const id = attributeOf(stanza, 'id');
      if (id === undefined || !isOwnPing(stanza, account()) || asked.has(id)) return undefined;
      const question = take(isNear);
      return question && put(id, { ...question, ping: stanza });
    },
    answered(stanza) {
      const id = attributeOf(stanza, 'id') ?? '';
      const question = isAnswer(stanza) ? asked.get(id) : undefined;
      if (question === undefined || !isFrom(stanza, question.iq, account())) return undefined;
      asked.delete(id);
      question.done(stanza);
      return question.ping && emptyResult(question.ping, stanza);
    },
    end() {
      for (const { done } of [...queue.splice(0), ...asked.values()]) done(undefined);
      asked.clear();
    },
  };
}

/** XEP-0085, 5.1: a chat state, hints, ids, a thread, and nothing that anybody would miss. */
function isLoneChatState(stanza: XmlElement): boolean {
  if (!isElement(stanza, 'message', NS.client) || attributeOf(stanza, 'type') === 'error') return false;
  if (stanza.children.some((child) => typeof child === 'string' && child.trim() !== '')) return false;
  const children = elementsIn(stanza);
  const isSmall = ({ name, namespace }: XmlElement) =>
    namespace === NS.chatStates ||
    namespace === NS.hints ||
    (namespace === NS.stanzaId && name === 'origin-id') ||
    (namespace === NS.client && name === 'thread');
  return children.every(isSmall) && children.some(({ namespace }) => namespace === NS.chatStates);
}

/** XEP-0199, 4.2, to my own server. One to a room would tell whether I am still there (XEP-0410). */
function isOwnPing(stanza: XmlElement, account: string | undefined): boolean {
  if (!isElement(stanza, 'iq', NS.client) || attributeOf(stanza, 'type') !== 'get') return false;
  const [child, ...others] = elementsIn(stanza);
  if (child === undefined || others.length > 0 || !isElement(child, 'ping', NS.ping)) return false;
  const to = attributeOf(stanza, 'to');
  return to === undefined || isMine(to, account) || bareAddress(to) === domainOf(account);
}

const domainOf = (address: string | undefined): string | undefined => address?.slice(address.indexOf('@') + 1);

/** Nobody in particular, I, or somebody at my own server. */
function isMine(to: string | undefined, account: string | undefined): boolean {
  if (to === undefined) return true;
  const bare = bareAddress(to);
  return bare !== undefined && account !== undefined && domainOf(bare) === domainOf(account);
}

const isAnswer = (stanza: XmlElement): boolean =>
  isElement(stanza, 'iq', NS.client) && ['result', 'error'].includes(attributeOf(stanza, 'type') ?? '');

/** RFC 6120, 10.3.3: what was asked of my account, or of nobody in particular, may be answered without a name. */
function isFrom(answer: XmlElement, question: XmlElement, account: string | undefined): boolean {
  const to = attributeOf(question, 'to') ?? account ?? '';
  const from = attributeOf(answer, 'from');
  return isSameAccount(from ?? account ?? '', to);
}

/** What the page's ping waited for. */
function emptyResult(ping: XmlElement, answer: XmlElement): XmlElement {
  const [id, from, to] = [attributeOf(ping, 'id'), attributeOf(ping, 'to'), attributeOf(answer, 'to')];
  const known = Object.entries({ id, from, to }).filter(([, value]) => value !== undefined);
  return element('iq', NS.client, { type: 'result', ...(Object.fromEntries(known) as Record<string, string>) });
}
