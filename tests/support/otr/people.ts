import { type AccountKey, createAccountKey, createKeyIn } from '../../../lib/otr/account-key';
import type { Conversation } from '../../../lib/otr/contract';
import { createConversation } from '../../../lib/otr/conversation';
import type { OtrEvent } from '../../../lib/otr/events';
import type { ConversationOptions } from '../../../lib/otr/options';
import { createTestPorts, type TestPorts } from './ports';

/** Made once in a test file: a key in its domain then takes a millisecond. */
let domain: Promise<AccountKey> | undefined;

/** A new account key, in a domain that is searched for once. */
export async function makeKey(): Promise<AccountKey> {
  domain ??= createAccountKey(createTestPorts());
  return createKeyIn((await domain).public, createTestPorts().random);
}

/** One of our people: a conversation, and everything it answered. */
export type Person = Conversation & {
  readonly key: AccountKey;
  readonly ports: TestPorts;
  readonly events: OtrEvent[];
  /** What was shown, sealed or not. */
  shown(): readonly string[];
  last<T extends OtrEvent['type']>(type: T): Extract<OtrEvent, { type: T }> | undefined;
  all<T extends OtrEvent['type']>(type: T): ReadonlyArray<Extract<OtrEvent, { type: T }>>;
};

export type Making = Partial<Omit<ConversationOptions, 'ports'>> & { readonly ports?: TestPorts };

export async function makePerson(options: Making = {}): Promise<Person> {
  const ports = options.ports ?? createTestPorts();
  const key = options.key ?? (await makeKey());
  const conversation = createConversation({ ...options, key, ports });
  const events: OtrEvent[] = [];
  const noted =
    <A extends readonly unknown[]>(call: (...given: A) => Promise<readonly OtrEvent[]>) =>
    async (...given: A): Promise<readonly OtrEvent[]> => {
      const answered = await call(...given);
      events.push(...answered);
      return answered;
    };
  const all = <T extends OtrEvent['type']>(type: T) =>
    events.filter((event): event is Extract<OtrEvent, { type: T }> => event.type === type);
  return {
    key,
    ports,
    events,
    all,
    last: (type) => all(type).at(-1),
    shown: () => all('show').map(({ text }) => text),
    instance: conversation.instance,
    view: conversation.view,
    start: noted(conversation.start),
    receive: noted(conversation.receive),
    send: noted(conversation.send),
    startSmp: noted(conversation.startSmp),
    answerSmp: noted(conversation.answerSmp),
    abortSmp: noted(conversation.abortSmp),
    announceExtraKey: noted(conversation.announceExtraKey),
    end: noted(conversation.end),
  };
}

export const textsOf = (events: readonly OtrEvent[]): readonly string[] =>
  events.flatMap((event) => (event.type === 'send' ? [event.text] : []));

/** Carries what `from` answered to the other, and back and forth until nobody has anything to say. */
export async function exchange(from: Person, to: Person, answered: readonly OtrEvent[]): Promise<void> {
  for (const text of textsOf(answered)) await exchange(to, from, await to.receive(text));
}

/** Two people in a private conversation; the first one asked. */
export async function makePair(first: Making = {}, second: Making = {}): Promise<readonly [Person, Person]> {
  const pair = [await makePerson(first), await makePerson(second)] as const;
  await exchange(pair[0], pair[1], await pair[0].start());
  return pair;
}
