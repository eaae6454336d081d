import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Between, between, privateWithLibotr } from '../../support/otr/between';
import { describeWithLibotr, type LibotrLab, openLibotrLab, wiresOf } from '../../support/otr/libotr';
import { makePerson, textsOf } from '../../support/otr/people';

/** One message of theirs on its way, not delivered. */
const held = async (pair: Between, words: string): Promise<string> => {
  const [text = ''] = wiresOf(await pair.theirs.do('S', words));
  return text;
};
/** One letter in the middle of a message, changed. */
const tampered = (text: string): string => {
  const at = Math.floor(text.length * 0.9);
  return text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
};

describeWithLibotr('trouble on the way between us and libotr', () => {
  let lab: LibotrLab;
  beforeAll(() => {
    lab = openLibotrLab();
  });
  afterAll(() => lab.close());

  it('[req 36] a message that arrives twice is shown once, and the conversation goes on', async () => {
    const pair = await privateWithLibotr(lab, 'twice');
    const text = await held(pair, 'once');
    await pair.ours.receive(text);
    expect(await pair.ours.receive(text)).toEqual([{ type: 'refused', code: 'otr/replayed' }]);
    await pair.they('S', 'after');
    expect(pair.ours.shown()).toEqual(['once', 'after']);
  });

  it('[req 36] of two messages in the wrong order the late one is refused, and the conversation goes on', async () => {
    const pair = await privateWithLibotr(lab, 'order');
    const [first, second] = [await held(pair, 'first'), await held(pair, 'second')];
    await pair.ours.receive(second);
    expect(await pair.ours.receive(first)).toEqual([{ type: 'refused', code: 'otr/replayed' }]);
    await pair.we(pair.ours.send('ours'));
    await pair.they('S', 'third');
    expect(pair.ours.shown()).toEqual(['second', 'third']);
    expect(pair.theirs.shown('sealed')).toEqual(['ours']);
  });

  it('[req 36] a message changed on its way is not shown; the error begins the conversation anew', async () => {
    const pair = await privateWithLibotr(lab, 'tampered');
    const session = pair.ours.view().peer?.sessionId;
    const answered = await pair.ours.receive(tampered(await held(pair, 'changed')));
    expect(answered[0]).toEqual({ type: 'refused', code: 'otr/unreadable' });
    expect(pair.ours.shown()).toEqual([]);
    await pair.we(Promise.resolve(answered));
    expect(pair.ours.last('state')).toMatchObject({ state: 'encrypted', renewed: true });
    expect(pair.ours.view().peer?.sessionId).not.toEqual(session);
    await pair.they('S', 'after');
    await pair.we(pair.ours.send('ours'));
    expect(pair.ours.shown().at(-1)).toBe('after');
    expect(pair.theirs.shown('sealed')).toEqual(['ours']);
  });

  it('a message that is cut off is refused, and the conversation goes on', async () => {
    const pair = await privateWithLibotr(lab, 'cut');
    const text = await held(pair, 'cut');
    for (const part of [text.slice(0, 200), `${text.slice(0, 200)}.`, text.slice(0, 5), text.slice(0, -1)]) {
      expect(await pair.ours.receive(part)).toEqual([{ type: 'refused', code: 'wire/malformed' }]);
    }
    await pair.ours.receive(text);
    expect(pair.ours.shown()).toEqual(['cut']);
  });

  it('a message that is lost is missing, and the conversation goes on', async () => {
    const pair = await privateWithLibotr(lab, 'lost');
    await held(pair, 'lost');
    await pair.ours.send('lost too');
    await pair.they('S', 'theirs');
    await pair.we(pair.ours.send('ours'));
    expect(pair.ours.shown()).toEqual(['theirs']);
    expect(pair.theirs.shown('sealed')).toEqual(['ours']);
  });

  it('when they end it, nothing more is sent until it begins anew', async () => {
    const pair = await privateWithLibotr(lab, 'they-end');
    await pair.they('E');
    expect(pair.ours.view().state).toBe('finished');
    expect(await pair.ours.send('secret')).toEqual([{ type: 'refused', code: 'otr/finished' }]);
    await pair.we(pair.ours.start());
    expect(pair.ours.view().state).toBe('encrypted');
    await pair.we(pair.ours.send('again'));
    expect(pair.theirs.shown('sealed')).toEqual(['again']);
  });

  it('when we end it, they know, and we hold nothing', async () => {
    const pair = await privateWithLibotr(lab, 'we-end');
    await pair.we(pair.ours.end());
    expect(pair.theirs.fact('state')).toBe('finished');
    expect(pair.ours.view()).toEqual({ state: 'plaintext', exchanging: false });
    await pair.they('E');
    await pair.they('Q');
    expect(pair.ours.view().state).toBe('encrypted');
  });

  it('when we have lost everything, their message begins the conversation anew', async () => {
    const before = await privateWithLibotr(lab, 'we-lost');
    const after = between(await makePerson({ key: before.ours.key, instance: before.ours.instance }), before.theirs);
    await after.they('S', 'to nobody');
    expect(after.ours.events[0]).toEqual({ type: 'refused', code: 'otr/unreadable' });
    expect(after.ours.view().state).toBe('encrypted');
    await after.they('S', 'heard');
    expect(after.ours.shown()).toContain('heard');
  });

  it('when they have lost everything, libotr says nothing to our message; asking begins the conversation anew', async () => {
    const before = await privateWithLibotr(lab, 'they-lost');
    const again = between(before.ours, await lab.open('they-lost'));
    expect(again.theirs.fingerprint).toBe(before.theirs.fingerprint);
    await again.we(again.ours.send('to nobody'));
    expect(again.theirs.shown('sealed')).toEqual([]);
    await again.we(again.ours.start());
    expect(again.ours.last('state')).toMatchObject({ state: 'encrypted', renewed: true });
    await again.we(again.ours.send('heard'));
    expect(again.theirs.shown('sealed')).toEqual(['heard']);
  });

  it('when they cannot read a message of ours, their error begins the conversation anew', async () => {
    const pair = await privateWithLibotr(lab, 'their-error');
    await pair.we(pair.ours.send('read'));
    const [text = ''] = textsOf(await pair.ours.send('changed'));
    const [error = ''] = wiresOf(await pair.theirs.do('W', tampered(text)));
    await pair.we(pair.ours.receive(error));
    expect(pair.ours.last('peer-error')).toEqual({ type: 'peer-error', text: 'cannot read this' });
    expect(pair.ours.last('state')).toMatchObject({ state: 'encrypted', renewed: true });
    await pair.we(pair.ours.send('heard'));
    expect(pair.theirs.shown('sealed')).toEqual(['read', 'heard']);
  });

  it('[req 32] another key never takes the place of the one it is private with', async () => {
    const before = await privateWithLibotr(lab, 'first-key');
    const other = between(before.ours, await lab.open('other-key'));
    await other.they('Q');
    expect(other.ours.last('refused')).toEqual({ type: 'refused', code: 'otr/key-changed' });
    expect(other.ours.view().peer?.fingerprint).toBe(before.theirs.fingerprint);
    const [text = ''] = textsOf(await before.ours.send('to the first'));
    await other.theirs.do('W', text);
    expect(other.theirs.shown('sealed')).toEqual([]);
    await before.theirs.do('W', text);
    expect(before.theirs.shown('sealed')).toEqual(['to the first']);
  });
});
