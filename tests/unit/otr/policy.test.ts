import { describe, expect, it } from 'vitest';
import { toArmor } from '../../../lib/otr/armor';
import { encodeMessage } from '../../../lib/otr/messages';
import { withTag } from '../../../lib/otr/offers';
import { exchange, makePair, makePerson, textsOf } from '../../support/otr/people';
import { dataMessagesOf, readData } from '../../support/otr/transcript';

const REFUSED = (code: string) => ({ type: 'refused', code });

describe('what is sent', () => {
  it('is never in clear, unless the policy says so', async () => {
    const strict = await makePerson();
    expect(await strict.send('secret')).toEqual([REFUSED('otr/not-private')]);
    const open = await makePerson({ policy: { requireEncryption: false } });
    expect(await open.send('hello')).toEqual([{ type: 'send', text: 'hello' }]);
  });

  it('is never in clear after the other side ended it, under any policy', async () => {
    const open = { policy: { requireEncryption: false } };
    const [alice, bob] = await makePair(open, open);
    await exchange(bob, alice, await bob.end());
    expect(alice.view().state).toBe('finished');
    expect(await alice.send('secret')).toEqual([REFUSED('otr/finished')]);
    await alice.end();
    expect(await alice.send('hello')).toEqual([{ type: 'send', text: 'hello' }]);
  });

  it('is sealed where an exchange ends while it waits its turn', async () => {
    const [alice, bob] = [await makePerson(), await makePerson({ policy: { requireEncryption: false } })];
    const [commit = ''] = textsOf(await alice.receive('?OTRv3?'));
    const [dhKey = ''] = textsOf(await bob.receive(commit));
    const [reveal = ''] = textsOf(await alice.receive(dhKey));
    const [, sent] = await Promise.all([bob.receive(reveal), bob.send('secret')]);
    expect(textsOf(sent)[0]).toMatch(/^\?OTR:AAMD/);
  });

  it('carries the tag until an answer in clear shows that there is no OTR there', async () => {
    const person = await makePerson({ policy: { requireEncryption: false, sendWhitespaceTag: true } });
    expect(textsOf(await person.send('hello'))).toEqual([withTag('hello')]);
    await person.receive('hello yourself');
    expect(textsOf(await person.send('oh'))).toEqual(['oh']);
  });

  it.each([
    ['a NUL, behind which records would begin', 'a\0\0\u0001\0\0'],
    ['more than fits', 'x'.repeat(300_000)],
  ])('is refused with %s, and the conversation goes on', async (_what, text) => {
    const [alice, bob] = await makePair();
    expect(await alice.send(text)).toEqual([REFUSED('otr/unsendable')]);
    expect(await alice.startSmp('secret', 'a\0b')).toEqual([REFUSED('otr/unsendable')]);
    await exchange(alice, bob, await alice.send('fine'));
    expect(bob.shown()).toEqual(['fine']);
  });

  it('is padded: words of different lengths take the same room', async () => {
    const [alice] = await makePair();
    const lengths = [];
    for (const text of ['a', 'b'.repeat(200)]) lengths.push(textsOf(await alice.send(text))[0]?.length);
    expect(lengths[0]).toBe(lengths[1]);
    const [bare] = await makePair({ paddingBlock: 1 });
    await bare.send('four');
    expect(dataMessagesOf(bare)[0]?.message.encrypted).toHaveLength(4);
  });
});

describe('what is received', () => {
  it('in clear is marked so, in every state', async () => {
    const [alice] = await makePair();
    expect(await alice.receive('in clear')).toEqual([{ type: 'show', text: 'in clear', sealed: false }]);
  });

  it.each(['?OTRv2?', '?OTR?', '?OTR?v2?', '?OTRv?', '?OTR:AAIKAAAA.', '?OTR,1,2,?OTR:AAIK,'])(
    'of an old version is refused with a code: %s',
    async (text) => {
      const person = await makePerson();
      expect(await person.receive(text)).toEqual([REFUSED('otr/old-version')]);
      expect(person.view()).toEqual({ state: 'plaintext', exchanging: false });
    },
  );

  it('with a tag begins an exchange only where the policy says so', async () => {
    const text = withTag('hello');
    expect(textsOf(await (await makePerson()).receive(text))).toEqual([]);
    const willing = await makePerson({ policy: { whitespaceStartAke: true } });
    expect(textsOf(await willing.receive(text))[0]).toMatch(/^\?OTR:AAMC/);
    expect(willing.shown()).toEqual(['hello']);
  });

  it('from ourselves, or for another instance, is refused', async () => {
    const [alice, bob] = await makePair();
    const [text = ''] = textsOf(await alice.send('mine'));
    expect(await alice.receive(text)).toEqual([REFUSED('otr/other-instance')]);
    const { message } = readData(text);
    const [forOther, forAny] = [0x999, 0].map((receiver) => toArmor(encodeMessage({ ...message, receiver })));
    expect(await bob.receive(forOther ?? '')).toEqual([REFUSED('otr/other-instance')]);
    expect(await bob.receive(forAny ?? '')).toEqual([REFUSED('otr/other-instance')]);
    expect(await bob.receive(`?OTR|${alice.instance.toString(16)}|999,1,1,x,`)).toEqual([
      REFUSED('otr/other-instance'),
    ]);
  });

  it('whole, between two fragments, forgets the first of them', async () => {
    const [alice, bob] = await makePair({ fragmentLength: 300 });
    const texts = textsOf(await alice.send('in fragments'));
    expect(texts.length).toBeGreaterThan(1);
    await bob.receive(texts[0] ?? '');
    await bob.receive('in clear');
    for (const text of texts.slice(1)) await bob.receive(text);
    expect(bob.shown()).toEqual(['in clear']);
  });

  it('as an echo of our own offer begins nothing', async () => {
    const person = await makePerson();
    const [commit = ''] = textsOf(await person.receive('?OTRv3?'));
    expect(await person.receive(commit)).toEqual([REFUSED('otr/other-instance')]);
  });

  it('and cannot be read is answered with an error, unless it carries no words', async () => {
    const [alice] = await makePair();
    const stranger = await makePerson({ instance: alice.view().peer?.instance ?? 0 });
    const [words = ''] = textsOf(await alice.send('words'));
    expect(await stranger.receive(words)).toEqual([
      REFUSED('otr/unreadable'),
      { type: 'send', text: '?OTR Error: A private message could not be read.' },
    ]);
    const [silent = ''] = textsOf(await alice.startSmp('secret'));
    expect(await stranger.receive(silent)).toEqual([]);
  });

  it('as an error is told, and answered with a query where the policy says so', async () => {
    const told = { type: 'peer-error', text: 'no' };
    expect(await (await makePerson()).receive('?OTR Error: no')).toEqual([told, { type: 'send', text: '?OTRv3?' }]);
    const quiet = await makePerson({ policy: { errorStartAke: false } });
    expect(await quiet.receive('?OTR Error: no')).toEqual([told]);
  });

  it('is answered with a heartbeat after a minute of silence, which shows nothing and turns the keys', async () => {
    const [alice, bob] = await makePair();
    expect(textsOf(await bob.receive(textsOf(await alice.send('one'))[0] ?? ''))).toEqual([]);
    bob.ports.passMs(60_000);
    const [beat = ''] = textsOf(await bob.receive(textsOf(await alice.send('two'))[0] ?? ''));
    expect(readData(beat).message.flags).toBe(1);
    expect(await alice.receive(beat)).toEqual([]);
    // The heartbeat itself was something sent: the next message gets none.
    expect(await bob.receive(textsOf(await alice.send('at once'))[0] ?? '')).toHaveLength(1);
    const { message } = readData(textsOf(await alice.send('three'))[0] ?? '');
    expect(message.senderKeyId).toBe(2);
  });
});

describe('a comparison', () => {
  it('is refused where nothing is private, and where nothing was asked', async () => {
    const person = await makePerson();
    for (const call of [person.startSmp('x'), person.answerSmp('x'), person.abortSmp()]) {
      expect(await call).toEqual([REFUSED('otr/not-private')]);
    }
    const [alice] = await makePair();
    expect(await alice.answerSmp('x')).toEqual([REFUSED('otr/nothing-asked')]);
  });

  it('that is under way ends with the conversation, and with its renewal', async () => {
    const [alice, bob] = await makePair();
    await exchange(alice, bob, await alice.startSmp('x'));
    await exchange(alice, bob, await alice.start());
    expect(bob.last('smp')?.outcome).toBe('aborted');
    expect(bob.last('state')).toMatchObject({ renewed: true });
    await exchange(alice, bob, await alice.startSmp('x'));
    await exchange(alice, bob, await alice.end());
    expect(bob.last('smp')?.outcome).toBe('aborted');
  });

  it('blocks the thread for less than 50 ms at a time', async () => {
    const [alice, bob] = await makePair();
    const before = bob.ports.pauses();
    await exchange(alice, bob, await alice.startSmp('x'));
    await exchange(bob, alice, await bob.answerSmp('x'));
    expect(bob.last('smp')?.outcome).toBe('same');
    // Forty exponentiations, and at most 10 ms and one of them between two pauses.
    expect(bob.ports.pauses() - before).toBeGreaterThan(8);
  });
});
