import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInline } from '../../lib/inline/to-inline';
import { browserMissing } from '../support/browser/launch';
import { until } from '../support/wait';
import { CHAT_REPLICAS, type ChatReplica, replicaPage } from './support/chat-pages';
import { type ChatStub, joined, octetsOf, openChatStub } from './support/chat-stub';

const SEALED = octetsOf(150, 7);
const BASE = CHAT_REPLICAS['bubbles, sent by a button that is free only when something is written'] as ChatReplica;
const PAGES: Readonly<Record<string, ChatReplica>> = {
  plain: BASE,
  deaf: { ...BASE, wire: `form.addEventListener('submit', (event) => event.preventDefault());` },
  footer: {
    ...BASE,
    wire: `${BASE.wire} field.addEventListener('input', () => { if (field.value !== '' && !field.value.endsWith('!')) field.value += '!'; });`,
  },
  other: { ...BASE, html: BASE.html.replace('<h2>Bob</h2>', '<h2>Carol</h2>') },
};

describe.skipIf(browserMissing('chromium') !== undefined)('our box in a chat page', () => {
  let stub: ChatStub;
  beforeAll(async () => {
    stub = await openChatStub((name) => PAGES[name] && replicaPage(PAGES[name]));
  });
  afterAll(() => stub.close());

  const field = <T>(read: (element: HTMLTextAreaElement) => T): Promise<T> =>
    stub.page.$eval('#field', read as never) as Promise<T>;

  it('is named by what the page calls the conversation', async () => {
    await stub.open('plain');
    const [box] = await stub.heardOf('chatPage.offerBox');
    expect(box?.input).toMatchObject({
      place: { protocol: 'text', title: 'Bob', locator: '/?page=plain Bob | Message' },
    });
  });

  it('[req 29] silences the page’s own box, and makes room so that nothing of the page is hidden under it', async () => {
    await stub.open('plain');
    expect(await field((element) => element.closest('[inert]') !== null)).toBe(true);
    const { list, cover } = await stub.page.evaluate(() => {
      const bottom = document.querySelector('.list')?.getBoundingClientRect().bottom ?? 0;
      return { list: bottom, cover: document.querySelector('.compose')?.getBoundingClientRect().toJSON() as DOMRect };
    });
    expect(cover.height).toBeGreaterThanOrEqual(72);
    expect(list).toBeLessThanOrEqual(cover.top + 1);
    await stub.page.mouse.click(cover.x + cover.width / 2, cover.y + cover.height / 2);
    await stub.page.keyboard.type('typed');
    await stub.page.keyboard.press('Tab');
    await stub.page.keyboard.type('typed');
    expect(await field((element) => element.value)).toBe('');
  });

  it('keeps a page that is as high as the window whole, below the bar', async () => {
    await stub.open('plain');
    const rectOf = (selector: string) =>
      stub.page.$eval(selector, (it) => it.getBoundingClientRect().toJSON() as DOMRect);
    const high = await stub.page.evaluate(() => innerHeight);
    await until('the page to be whole', async () => Math.abs((await rectOf('.compose')).bottom - high) < 1);
    expect((await rectOf('.app')).top).toBe(32);
    expect(await stub.page.evaluate(() => document.documentElement.scrollHeight)).toBe(high);
  });

  it('makes its room again where the page writes the style of its box anew', async () => {
    await stub.open('plain');
    const room = () => stub.page.$eval('.compose', (it) => (it as HTMLElement).style.minHeight);
    await until('the room', async () => (await room()) !== '');
    await stub.page.$eval('.compose', (it) => {
      it.setAttribute('style', 'color: inherit');
      it.parentElement?.append(document.createElement('i'));
    });
    await until('the room again', async () => (await room()) !== '');
  });

  it('[req 30] does not send where the page changes what is put into its field', async () => {
    const ticket = await stub.open('footer');
    expect(await stub.say(ticket, { octets: [...SEALED] })).toEqual({ ok: false, code: 'webchat/not-sent' });
    expect(await stub.posted()).toEqual([]);
  });

  it('says that nothing was sent where the page does nothing, and leaves nothing in its field', async () => {
    const ticket = await stub.open('deaf');
    expect(await stub.say(ticket, { octets: [...SEALED] })).toEqual({ ok: false, code: 'webchat/not-sent' });
    expect(await field((element) => element.value)).toBe('');
  });

  it('keeps what stood in the page’s own field', async () => {
    const ticket = await stub.open('plain');
    await field((element) => {
      element.value = 'half a sentence';
    });
    expect(await stub.say(ticket, { octets: [...SEALED] })).toEqual({ ok: true });
    expect(joined(await stub.posted())).toEqual([...SEALED]);
    await until('the draft again', () => field((element) => element.value === 'half a sentence'));
  });

  it('sends two messages one after the other, whole', async () => {
    const ticket = await stub.open('plain');
    const both = [octetsOf(700, 3), octetsOf(700, 5)];
    const said = await Promise.all(both.map((octets) => stub.say(ticket, { octets: [...octets] })));
    expect(said).toEqual([{ ok: true }, { ok: true }]);
    const posted = await stub.posted();
    const parts = both.map((octets) => toInline(octets, 340));
    expect(posted).toEqual(parts.flat());
  });

  it('[req 32] refuses to send once the page shows another conversation', async () => {
    const ticket = await stub.open('plain');
    await stub.page.$eval('h2', (heading) => {
      heading.textContent = 'Carol';
    });
    expect(await stub.say(ticket, { octets: [...SEALED] })).toMatchObject({ ok: false });
    expect(await stub.posted()).toEqual([]);
    const next = await until('a box for the other', async () =>
      (await stub.heardOf('chatPage.offerBox')).find(({ input }) => JSON.stringify(input).includes('Carol')),
    );
    expect(next.ticket).not.toBe(ticket);
    expect(await stub.say(ticket, { octets: [...SEALED] })).toEqual({ ok: false, code: 'webchat/page-closed' });
  });

  it('stands again, with a new ticket, where the page draws its box anew', async () => {
    const ticket = await stub.open('plain');
    await stub.page.evaluate(() => {
      const form = document.querySelector('#form') as HTMLElement;
      form.replaceChildren(
        ...[...form.childNodes].filter((one) => !(one instanceof HTMLElement && one.hasAttribute('data-sotto'))),
      );
    });
    await until('another box', async () => (await stub.ticketFor('chatPage.offerBox')) !== ticket);
    const next = await stub.ticketFor('chatPage.offerBox');
    expect(await stub.say(next, { octets: [...SEALED] })).toEqual({ ok: true });
  });
});
