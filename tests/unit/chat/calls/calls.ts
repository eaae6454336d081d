import type { CallId, CallLine } from '../../../../lib/core/calls';
import { type CallMessage, writeCallMessage } from '../../../../lib/core/wire/call-message';
import { type MessageId, toHex } from '../../../../lib/core/wire/ids';
import { type ChatPerson, newMessageId, randomOctets, START } from '../../../support/chat/world';
import { until } from '../../../support/wait';

export const newCallId = (): CallId => toHex(randomOctets(16)) as CallId;
export const CALL = newCallId();

/** Told apart by their number. */
export const numbered = (number: number): CallMessage => ({ kind: 'took', call: CALL, generation: number });

export async function signal(
  person: ChatPerson,
  message: CallMessage,
  id: MessageId = newMessageId(),
): Promise<MessageId> {
  await person.now.talking.sendCall(person.id, id, writeCallMessage(message));
  return id;
}

/** Numbers of what was handed on, in its order. */
export const heard = ({ now }: ChatPerson): readonly number[] =>
  now.calls.flatMap(({ message }) => (message.kind === 'took' ? [message.generation] : []));

export const hears = (person: ChatPerson, count: number): Promise<unknown> =>
  until(`${person.name} to hear ${count}`, () => person.now.calls.length >= count, { every: 5, within: 60_000 });

export const callLine = (person: ChatPerson, more: Partial<CallLine> = {}): Omit<CallLine, 'name'> => ({
  id: newCallId(),
  conversation: person.id,
  direction: 'in',
  video: false,
  at: START,
  why: 'missed',
  isNew: true,
  ...more,
});
