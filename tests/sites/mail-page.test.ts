// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TicketId } from '../../lib/core/brand';
import type { OutgoingEnvelope } from '../../lib/core/compose';
import { liveInDocument } from '../../lib/page/lives';
import { startMailPage } from '../../lib/page/mail-page';
import { until } from '../support/wait';
import { fakeBus } from './support/fake-bus';
import { COMPOSE_PATH, fixture, MESSAGE_PATH, showPage } from './support/fixture';

let stop: () => void = () => undefined;
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});
beforeEach(() => {
  vi.stubGlobal('matchMedia', undefined);
});

function start(name: string, path: string, set: Partial<ReturnType<typeof fakeBus>['state']> = {}) {
  const page = showPage(fixture('roundcube', name), path);
  const fake = fakeBus();
  Object.assign(fake.state, set);
  stop = startMailPage(page, fake.bus);
  return fake;
}
const ticketOf = (fake: ReturnType<typeof fakeBus>, name: string) => fake.of(name)[0]?.ticket as TicketId;
const messageBody = () => document.querySelector<HTMLElement>('#messagebody');

describe('a message page', () => {
  it('says hello, offers the message and puts our frame in its place', async () => {
    const fake = start('message-inline', MESSAGE_PATH);
    await until('the frame', () => document.querySelector<HTMLElement>('.message-part')?.style.display === 'none');
    expect(fake.of('page.hello')[0]?.input).toEqual({ site: 'roundcube', kind: 'read' });
    expect(fake.of('page.offerMessage')[0]?.input).toMatchObject({ whole: 'armor', from: 'alice@lab.test' });
    expect(fake.of('page.offerBar')).toHaveLength(1);
  });

  it('gives the ciphertext again for its ticket and for no other', async () => {
    const fake = start('message-inline', MESSAGE_PATH);
    const ticket = await until('the offer', () => ticketOf(fake, 'page.offerMessage'));
    await until('the frame', () => document.querySelector<HTMLElement>('.message-part')?.style.display === 'none');
    const source = (await fake.ask({ ask: 'page.source', ticket })) as Blob;
    expect(await source.text()).toContain('-----BEGIN PGP MESSAGE-----');
    expect(await fake.ask({ ask: 'page.source', ticket: 'f'.repeat(32) })).toBeUndefined();
  });

  it('fetches the mail while the frame is made, once', async () => {
    const fetched = vi.fn(async () => new Response('raw', { headers: { 'content-type': 'text/plain' } }));
    vi.stubGlobal('fetch', fetched);
    const fake = start('message-pgp-mime', MESSAGE_PATH);
    await until('the frame', () => messageBody()?.style.display === 'none');
    const ticket = ticketOf(fake, 'page.offerMessage');
    const source = (await fake.ask({ ask: 'page.source', ticket })) as Blob;
    expect(await source.text()).toBe('raw');
    expect(fetched).toHaveBeenCalledOnce();
  });

  it('draws a message once, however often the page changes', async () => {
    const fake = start('message-inline', MESSAGE_PATH);
    await until('the offer', () => ticketOf(fake, 'page.offerMessage'));
    for (let change = 0; change < 20; change++) document.body.append(document.createElement('i'));
    await until('the bar', () => fake.of('page.offerBar').length === 1);
    expect(fake.of('page.offerMessage')).toHaveLength(1);
  });

  it('ends where the site is not granted, and touches nothing', async () => {
    const before = fixture('roundcube', 'message-inline').match(/<body[\s\S]*<\/body>/)?.[0].length;
    const fake = start('message-inline', MESSAGE_PATH, { refuse: 'site/not-granted' });
    await until('the end', () => !fake.listens());
    expect(document.body.outerHTML.length).toBeGreaterThan((before ?? 0) - 200);
    expect(document.querySelector('.message-part')?.getAttribute('style')).toBeNull();
  });

  it('begins anew in the page as it is where the site is granted again', async () => {
    const page = showPage(fixture('roundcube', 'message-inline'), MESSAGE_PATH);
    const fake = fakeBus();
    const world = {};
    const start = (onEnd: () => void) => startMailPage(page, { ...fake.bus, onEnd });
    const putIn = () => liveInDocument(world, { use: 'mail', isAlive: () => true, start });
    fake.state.refuse = 'site/not-granted';
    stop = putIn() ?? stop;
    await until('the end', () => !fake.listens());
    delete fake.state.refuse;
    putIn();
    await until('the frame', () => document.querySelector<HTMLElement>('.message-part')?.style.display === 'none');
  });

  it('offers again what a background that was just starting refused', async () => {
    const fake = start('message-inline', MESSAGE_PATH, { refuse: 'bus/refused' });
    await until('the refusal', () => fake.of('page.offerMessage').length === 1);
    delete fake.state.refuse;
    await until('the frame', () => document.querySelector<HTMLElement>('.message-part')?.style.display === 'none');
  });

  it('retires after an update of the extension and gives the page back', async () => {
    const fake = start('message-inline', MESSAGE_PATH);
    await until('the frame', () => document.querySelector<HTMLElement>('.message-part')?.style.display === 'none');
    fake.state.alive = false;
    await until('the end', () => !fake.listens());
    expect(document.querySelector<HTMLElement>('.message-part')?.style.display).toBe('');
  });
});

describe('a compose page', () => {
  const armored = new Blob(['-----BEGIN PGP MESSAGE-----\n\nab\n-----END PGP MESSAGE-----\n']);
  const envelope: OutgoingEnvelope = {
    kind: 'message',
    to: ['bob@lab.test'],
    cc: [],
    bcc: [],
    subject: '...',
    format: 'pgp-mime',
    armored,
  };
  const button = () => document.querySelector<HTMLElement>('[data-testid="compose-with-sotto"]');
  const text = () => document.querySelector<HTMLTextAreaElement>('#composebody')?.value;
  const draft = 'd'.repeat(32);
  const open = async () => {
    const fake = start('compose', COMPOSE_PATH, { resume: draft });
    const ticket = await until('the composer', () => ticketOf(fake, 'page.offerComposer'));
    await until('the cover', () => text() === '');
    return { fake, ticket };
  };

  it('[req 29] opens our composer for no click that the page makes', async () => {
    const fake = start('compose', COMPOSE_PATH);
    const host = await until('our button', () => button() ?? undefined);
    host.click();
    host.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
    expect(host.shadowRoot).toBeNull();
    await until('the bar', () => fake.of('page.offerBar').length === 1);
    expect(fake.of('page.offerComposer')).toEqual([]);
    expect(text()).toBe('Secret text of the page');
  });

  it('opens by itself with the draft that waits, without the text that the page quotes', async () => {
    const { fake } = await open();
    expect(fake.of('page.offerComposer')[0]?.input).toMatchObject({
      resume: draft,
      compose: { text: '', from: 'alice@lab.test', formats: ['pgp-mime', 'inline'] },
    });
  });

  it('blocks the page’s Send and its drop of files while it is open', async () => {
    await open();
    const heard = vi.fn();
    document.querySelector('button.send')?.addEventListener('click', heard);
    document.querySelector('a.send')?.addEventListener('click', heard);
    document.querySelector<HTMLElement>('button.send')?.click();
    document.querySelector<HTMLElement>('a.send')?.click();
    expect(heard).not.toHaveBeenCalled();
    const drop = new Event('drop', { bubbles: true, cancelable: true });
    document.body.dispatchEvent(drop);
    expect(drop.defaultPrevented).toBe(true);
    expect(document.querySelector<HTMLElement>('#compose-content')?.inert).toBe(true);
  });

  it('empties what the page writes into its own editor meanwhile', async () => {
    await open();
    (document.querySelector('#composebody') as HTMLTextAreaElement).value = '-- \nSignature';
    document.body.append(document.createElement('i'));
    await until('an empty editor', () => text() === '');
  });

  it('sends for its ticket and for no other', async () => {
    const { fake, ticket } = await open();
    const posted = vi.fn(async () => new Response('parent.rcmail.sent_successfully("x");'));
    vi.stubGlobal('fetch', posted);
    expect(await fake.ask({ ask: 'page.deliver', ticket: 'f'.repeat(32), envelope })).toEqual({
      ok: false,
      code: 'mail/page-closed',
    });
    expect(posted).not.toHaveBeenCalled();
    expect(await fake.ask({ ask: 'page.deliver', ticket, envelope })).toEqual({ ok: true });
    expect(posted).toHaveBeenCalledOnce();
  });

  it('writing without Sotto gives the page its own words back and lets Send go', async () => {
    const { fake, ticket } = await open();
    await fake.ask({ ask: 'page.closeComposer', ticket, leave: 'write-without' });
    expect(text()).toBe('Secret text of the page');
    const heard = vi.fn();
    document.querySelector('button.send')?.addEventListener('click', heard);
    document.querySelector<HTMLElement>('button.send')?.click();
    expect(heard).toHaveBeenCalledOnce();
    expect(document.querySelector<HTMLElement>('#compose-content')?.inert).toBe(false);
  });

  it('keeping the draft leaves the page’s text away', async () => {
    const { fake, ticket } = await open();
    await fake.ask({ ask: 'page.closeComposer', ticket, leave: 'keep-draft' });
    expect(text()).toBe('');
    expect(button()).not.toBeNull();
  });
});
