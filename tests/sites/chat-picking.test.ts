import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing } from '../support/browser/launch';
import { until } from '../support/wait';
import { CHAT_REPLICAS, replicaPage } from './support/chat-pages';
import { type ChatStub, joined, octetsOf, openChatStub } from './support/chat-stub';

const SEALED = octetsOf(150, 7);

describe.skipIf(browserMissing('chromium') !== undefined)('picking the box and the messages', () => {
  let stub: ChatStub;
  beforeAll(async () => {
    stub = await openChatStub((name) => CHAT_REPLICAS[name] && replicaPage(CHAT_REPLICAS[name]));
  });
  afterAll(() => stub.close());

  const picking = (step: string | undefined) =>
    until(`the step ${step}`, async () => {
      const box = (await stub.heardOf('chatPage.offerBox')).at(-1);
      return box !== undefined && box.input?.picking === step && box.ticket;
    });
  const pressOn = async (selector: string) => {
    const element = await stub.page.waitForSelector(selector);
    await element?.click();
  };
  const begin = async (name: string) => {
    const ticket = await stub.open(name);
    await stub.show('first');
    await stub.show('second');
    expect(await stub.ask(ticket, { ask: 'chatPage.pick', stop: false })).toEqual({ ok: true });
    return picking('box');
  };

  it.each([
    ['bubbles, sent by a button that is free only when something is written', '#field', '.words'],
    ['custom elements with open shadow roots', '>>> #field', '>>> chat-line'],
  ])('takes two presses, of which the page hears nothing: %s', async (name, box, message) => {
    await begin(name);
    await stub.page.evaluate(() => {
      const heard = globalThis as unknown as { pressed: number };
      heard.pressed = 0;
      document.addEventListener('click', () => heard.pressed++, true);
    });
    await pressOn(box);
    await picking('messages');
    await pressOn(message);
    const [saved] = await until('the picks', async () => {
      const all = await stub.heardOf('chatPage.savePicks');
      return all.length > 0 && all;
    });
    expect(saved?.input).toMatchObject({ picks: { box: expect.any(String), messages: expect.any(String) } });
    expect(await stub.page.evaluate(() => (globalThis as unknown as { pressed: number }).pressed)).toBe(0);

    const ticket = await picking(undefined);
    expect(await stub.say(ticket, { octets: [...SEALED] })).toEqual({ ok: true });
    expect(joined(await stub.posted())).toEqual([...SEALED]);
  });

  it('[req 29] takes no press that the page makes', async () => {
    await begin('bubbles, sent by a button that is free only when something is written');
    await stub.page.$eval('#field', (field) => (field as HTMLElement).click());
    await stub.page.mouse.move(300, 200);
    expect((await stub.heardOf('chatPage.offerBox')).at(-1)?.input).toMatchObject({ picking: 'box' });
  });

  it('ends with Escape', async () => {
    await begin('bubbles, sent by a button that is free only when something is written');
    await stub.page.keyboard.press('Escape');
    await picking(undefined);
    expect(await stub.heardOf('chatPage.savePicks')).toEqual([]);
  });
});
