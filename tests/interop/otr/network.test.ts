import { afterAll, beforeAll, expect, it } from 'vitest';
import { between, privateWithLibotr } from '../../support/otr/between';
import { describeWithLibotr, type LibotrLab, openLibotrLab, wiresOf } from '../../support/otr/libotr';
import { makePerson, type Person, textsOf } from '../../support/otr/people';

const LIMIT = 300;

describeWithLibotr('a network between us and libotr', () => {
  let lab: LibotrLab;
  beforeAll(() => {
    lab = openLibotrLab();
  });
  afterAll(() => lab.close());

  it('with room for 300 characters: both sides cut, both put together', async () => {
    const pair = between(await makePerson({ fragmentLength: LIMIT }), await lab.open('fragments', { fragment: LIMIT }));
    await pair.they('Q');
    // libotr does not cut its query, which no network would have room for in so little.
    const sealed = pair.wire.slice(1);
    const long = 'long '.repeat(400);
    await pair.we(pair.ours.send(long));
    await pair.they('S', long);
    await pair.we(pair.ours.startSmp('tulip', 'Which?'));
    await pair.they('R', 'tulip');
    expect(pair.theirs.shown('sealed')).toEqual([long]);
    expect(pair.ours.shown()).toEqual([long]);
    expect(pair.theirs.fact('smp')).toBe('same');
    sealed.push(...pair.wire.slice(sealed.length + 1));
    for (const from of ['ours', 'theirs'] as const) {
      const texts = sealed.filter((one) => one.from === from).map(({ text }) => text);
      expect(texts.filter((text) => text.startsWith('?OTR|')).length).toBeGreaterThan(20);
      expect(Math.max(...texts.map((text) => text.length))).toBeLessThanOrEqual(LIMIT);
    }
  });

  it("that gives everything to two instances of ours: each reads its own and refuses the other one's", async () => {
    const peer = await lab.open('instances');
    const [desk, phone] = [await makePerson(), await makePerson()];
    const both: readonly Person[] = [desk, phone];
    const carry = async (texts: readonly string[]): Promise<void> => {
      for (const text of texts) {
        for (const one of both) {
          for (const reply of textsOf(await one.receive(text))) await carry(wiresOf(await peer.do('W', reply)));
        }
      }
    };
    await carry(wiresOf(await peer.do('Q')));
    expect(both.map((one) => one.view().state)).toEqual(['encrypted', 'encrypted']);
    expect(desk.view().peer?.sessionId).not.toEqual(phone.view().peer?.sessionId);
    const tag = (one: Person) => one.instance.toString(16);
    await carry(wiresOf(await peer.do('T', tag(desk), 'to the desk')));
    await carry(wiresOf(await peer.do('T', tag(phone), 'to the phone')));
    expect([desk.shown(), phone.shown()]).toEqual([['to the desk'], ['to the phone']]);
    for (const one of both) {
      expect(one.last('refused')).toEqual({ type: 'refused', code: 'otr/other-instance' });
      for (const text of textsOf(await one.send(`from ${tag(one)}`))) await carry(wiresOf(await peer.do('W', text)));
    }
    expect(peer.shown('sealed')).toEqual([`from ${tag(desk)}`, `from ${tag(phone)}`]);
  });

  it('where both ask at once: one private conversation comes out of it', async () => {
    const peer = await lab.open('at-once');
    const ours = await makePerson();
    const [fromUs, fromThem] = [textsOf(await ours.start()), wiresOf(await peer.do('Q'))];
    // Each has sent before it heard, in every round: commits cross as well.
    let [toThem, toUs] = [fromUs, fromThem];
    for (let round = 0; round < 10 && toThem.length + toUs.length > 0; round++) {
      const [nextToUs, nextToThem]: [string[], string[]] = [[], []];
      for (const text of toThem) nextToUs.push(...wiresOf(await peer.do('W', text)));
      for (const text of toUs) nextToThem.push(...textsOf(await ours.receive(text)));
      [toThem, toUs] = [nextToThem, nextToUs];
    }
    expect(ours.view().state).toBe('encrypted');
    expect(ours.view().peer?.sessionId.join('')).toBe(peer.fact('session'));
    const [text = ''] = textsOf(await ours.send('hello'));
    await peer.do('W', text);
    expect(peer.shown('sealed')).toEqual(['hello']);
  });

  it('that shows willingness in white space: libotr begins at ours, we begin at its offer where we are told to', async () => {
    const open = { requireEncryption: false, sendWhitespaceTag: true, whitespaceStartAke: true };
    const pair = between(await makePerson({ policy: open }), await lab.open('tags'));
    await pair.we(pair.ours.send('a clear hello'));
    expect(pair.theirs.shown('clear')).toEqual(['a clear hello']);
    expect(pair.ours.view().state).toBe('encrypted');
    await pair.we(pair.ours.send('a sealed hello'));
    expect(pair.theirs.shown('sealed')).toEqual(['a sealed hello']);
  });

  it('with a libotr that speaks version 2 only: refused with a code, nothing begins', async () => {
    const pair = between(await makePerson(), await lab.open('old', { versions: '2' }));
    await pair.they('Q');
    expect(pair.ours.events).toEqual([{ type: 'refused', code: 'otr/old-version' }]);
    await pair.we(pair.ours.start());
    expect(pair.ours.view()).toEqual({ state: 'plaintext', exchanging: false });
    expect(pair.theirs.fact('state')).toBeUndefined();
  });

  it('with a libotr that would also speak version 2: version 3 it is', async () => {
    const pair = await privateWithLibotr(lab, 'both-versions', {}, { versions: '23' });
    expect(pair.theirs.fact('version')).toBe('3');
  });

  it('carries an extra symmetric key both ways', async () => {
    const pair = await privateWithLibotr(lab, 'extra');
    await pair.we(pair.ours.announceExtraKey(7, new TextEncoder().encode('file 1')));
    const announced = pair.ours.last('extra-key');
    expect(pair.theirs.fact('key')).toBe(Buffer.from(announced?.key ?? []).toString('hex'));
    expect([pair.theirs.fact('use'), pair.theirs.fact('details')]).toEqual(['7', 'file 1']);
    await pair.they('K', '9', 'file 2');
    const heard = pair.ours.last('extra-key');
    expect(heard).toMatchObject({ use: 9, announcedBy: 'them' });
    expect(Buffer.from(heard?.key ?? []).toString('hex')).toBe(pair.theirs.fact('key'));
    expect(Buffer.from(heard?.details ?? []).toString()).toBe('file 2');
  });
});
