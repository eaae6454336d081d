import { expect, it } from 'vitest';
import { TEXT_OCTETS } from '../../../../lib/chat/content';
import type { NoTraceService } from '../../../../lib/chat/no-trace/contract';
import { createNoTrace } from '../../../../lib/chat/no-trace/create-no-trace';
import type { NoTraceView } from '../../../../lib/core/chat';
import { type ChatPerson, createOpenWorld, newMessageId, randomOctets } from '../../../support/chat/world';
import { dumpDatabase } from '../../../support/database-dump';
import { textsOf } from '../../../support/no-trace/world';
import { makeKey } from '../../../support/otr/people';
import { until } from '../../../support/wait';

/** The service over the signals of a real channel, as create-chat.ts puts it there. */
function createTalker(person: ChatPerson) {
  const service: NoTraceService = createNoTrace({
    signal: (conversation, octets) => person.now.talking.signal(conversation, octets),
    possible: async () => true,
    now: () => performance.now(),
    random: randomOctets,
    announce: () => undefined,
    notify: () => undefined,
    makeKey,
  });
  // The background of this world keeps what came for such a service: here it is one.
  person.now.traces.push = (...came) => {
    for (const { id, octets } of came) void service.receive(id, octets);
    return came.length;
  };
  return {
    service,
    ...{ ask: () => service.ask(person.id), agree: () => service.answer(person.id, true) },
    send: (text: string) => service.send(person.id, { id: newMessageId(), text }),
    end: () => service.end(person.id),
    becomes: (what: string, is: (view: NoTraceView) => boolean) =>
      until(`${person.name}: ${what}`, async () => {
        const view = await service.view(person.id);
        return is(view) && view;
      }),
  };
}

const phase = (wanted: NoTraceView['phase']) => (view: NoTraceView) => view.phase === wanted;

it('[req 3] [req 35] goes through the sealed signals of a channel, and the disks stay what they were', async () => {
  const { anna, bert, failures } = await createOpenWorld();
  const dump = async () => [await dumpDatabase(anna.profile.name), await dumpDatabase(bert.profile.name)].join('\n');
  let last = '';
  const before = await until('disks at rest', async () => {
    const earlier = last;
    last = await dump();
    return last === earlier && last;
  });
  const [hers, his] = [createTalker(anna), createTalker(bert)];
  await hers.ask();
  await his.becomes('asked', phase('asked'));
  await his.agree();
  await Promise.all([hers.becomes('private', phase('private')), his.becomes('private', phase('private'))]);
  const long = 'ß'.repeat(TEXT_OCTETS / 2);
  for (const text of ['token-one', long, 'token-two']) await hers.send(text);
  await his.send('token-three');
  const delivered = await hers.becomes('all of it', ({ messages }) => {
    return messages.length === 4 && messages.every(({ mine, state }) => state === (mine ? 'delivered' : 'received'));
  });
  expect(textsOf(delivered, false)).toEqual(['token-three']);
  expect(textsOf(await his.becomes('hers', ({ messages }) => messages.length === 4), false)).toEqual([
    'token-one',
    long,
    'token-two',
  ]);
  anna.goOffline();
  await hers.send('token-lost');
  expect((await hers.becomes('an error', ({ trouble }) => trouble === 'relay/unreachable')).phase).toBe('private');
  anna.goOnline();
  await hers.end();
  await his.becomes('ended', phase('ended'));
  expect(await dump()).toBe(before);
  expect(before).not.toContain('token-');
  expect(failures()).toEqual([]);
}, 60_000);
