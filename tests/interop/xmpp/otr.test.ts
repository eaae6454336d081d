import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NS } from '../../../lib/xmpp/namespaces';
import { element } from '../../../lib/xmpp/xml';
import { type FarEnd, farEndMissing } from '../../support/far-ends/far-end';
import { openMcabber } from '../../support/far-ends/mcabber';
import { hundredTexts } from '../../support/far-ends/texts';
import { bodyOf, connectXmpp, type XmppClient } from '../../support/far-ends/xmpp-client';
import { canary } from '../../support/lab/leaks';
import { makePair, makePerson, type Person, textsOf } from '../../support/otr/people';
import { until } from '../../support/wait';
import { jidOf, startXmppLab, type XmppLab } from '../../support/xmpp-lab/lab';

const [ALICE, BOB] = [jidOf('alice'), jidOf('bob')];
const PATIENCE = { within: 200_000 };
const missing = farEndMissing('mcabber');
const title = 'OTRv3 with mcabber';

describe.skipIf(missing !== undefined)(missing === undefined ? title : `${title} (skipped: ${missing})`, () => {
  let lab: XmppLab;
  let client: XmppClient;
  let ours: Person;
  let theirs: FarEnd;
  /** Everything that Bob's program said on the wire. */
  const wire: string[] = [];
  const send = (text: string) =>
    client.send(element('message', NS.client, { to: BOB, type: 'chat' }, [element('body', NS.client, {}, [text])]));
  const act = async (answer: ReturnType<Person['send']>) => textsOf(await answer).forEach(send);
  beforeAll(async () => {
    lab = await startXmppLab();
    client = await connectXmpp(lab, 'alice');
    ours = await makePerson();
    client.onMessage((message) => {
      const text = bodyOf(message);
      if (text === '') return;
      wire.push(text);
      void act(ours.receive(text));
    });
    theirs = await openMcabber(lab, 'bob');
    await act(ours.start());
    await until('the private conversation', () => ours.view().state === 'encrypted', { within: 60_000 });
  }, 180_000);
  afterAll(async () => {
    await client?.close();
    await theirs?.close();
    await lab?.destroy();
  });

  it('carries 100 messages each way, of every script, and the server keeps none of their words', async () => {
    const [mine, others] = [hundredTexts('ours'), hundredTexts('theirs')];
    const begun = performance.now();
    for (const [index, text] of mine.texts.entries()) {
      await act(ours.send(text));
      theirs.say(ALICE, others.texts[index] ?? '');
      if (index % 10 < 9) continue;
      await until(`${index + 1} at Bob`, () => theirs.heard().length > index, PATIENCE);
      await until(`${index + 1} at Alice`, () => ours.shown().length > index, PATIENCE);
    }
    expect(theirs.heard().map(({ text }) => text)).toEqual(mine.texts);
    expect(ours.shown()).toEqual(others.texts);
    expect(ours.all('show').every(({ sealed }) => sealed)).toBe(true);
    expect(ours.all('refused')).toEqual([]);
    expect(wire.every((text) => text.startsWith('?OTR'))).toBe(true);
    expect(lab.search([mine.word, others.word])).toEqual([]);
    const seconds = Math.round((performance.now() - begun) / 1_000);
    console.table({ mcabber: { way: 'OTRv3', 'ours read': 100, 'theirs read': 100, seconds } });
  }, 300_000);

  it('shows nothing of what was changed on its way, of another conversation, or said again', async () => {
    const shown = ours.shown().length;
    const last = wire.at(-1) ?? '';
    for (const text of [changed(last), last]) {
      const answered = await ours.receive(text);
      expect(answered.filter(({ type }) => type === 'show')).toEqual([]);
      expect(answered.map(({ type }) => type)).toContain('refused');
    }
    expect(ours.shown()).toHaveLength(shown);
    const stranger = await makePerson();
    expect((await stranger.receive(last)).filter(({ type }) => type === 'show')).toEqual([]);
  });

  it('shows Bob nothing of the same kinds', async () => {
    const before = theirs.heard().length;
    const [hidden, next] = [canary('hidden'), canary('next')];
    for (const text of textsOf(await ours.send(hidden))) send(changed(text));
    const [other] = await makePair();
    for (const text of textsOf(await other.send(hidden))) send(text);
    await act(ours.send(next));
    await until('what is said afterwards', () => theirs.heard().at(-1)?.text === next, PATIENCE);
    expect(
      theirs
        .heard()
        .map(({ text }) => text)
        .slice(before),
    ).toEqual([next]);
  });
});

/** The same text with one of its last letters turned into another: there stands what authenticates it. */
function changed(text: string): string {
  const at = text.length - 60;
  return `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
}
