// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OutgoingEnvelope } from '../../lib/core/compose';
import { deliver } from '../../lib/page/deliver';
import { roundcube } from '../../lib/sites/mail/roundcube';
import type { ComposeForm } from '../../lib/sites/mail/site';
import { COMPOSE_PATH, fixture, showPage } from './support/fixture';

const ARMOR = '-----BEGIN PGP MESSAGE-----\n\nabcd+/==\n-----END PGP MESSAGE-----\n';
const SENT =
  'if (window.parent && parent.rcmail) {\n\tparent.rcmail.sent_successfully("confirmation","Sent.",["Sent"],false);\n}';
const REFUSED =
  'if (window.parent && parent.rcmail) {\n\tparent.rcmail.display_message("sent_successfully(","error",0);\n}';

const envelope = (change: Partial<OutgoingEnvelope> = {}): OutgoingEnvelope => ({
  kind: 'message',
  to: ['bob@lab.test', 'carol@lab.test'],
  cc: [],
  bcc: [],
  subject: '...',
  format: 'pgp-mime',
  armored: new Blob([ARMOR]),
  ...change,
});

const formOf = (name = 'compose'): ComposeForm => {
  const form = roundcube.findForm(showPage(fixture('roundcube', name), COMPOSE_PATH));
  if (form === undefined) throw new Error('no form');
  return form;
};
const value = (name: string) => document.querySelector<HTMLInputElement>(`[name="${name}"]`)?.value;

let posts: Array<{ readonly url: string; readonly fields: Record<string, string> }> = [];
let answer = SENT;
beforeEach(() => {
  posts = [];
  answer = SENT;
  vi.stubGlobal(
    'fetch',
    vi.fn(async (url: URL | string, init: { method?: string; body?: FormData } = {}) => {
      if (init.method !== 'POST')
        return new Response(fixture('roundcube', 'compose').replaceAll('session1', 'session2'));
      posts.push({ url: String(url), fields: Object.fromEntries((init.body ?? new FormData()).entries()) as never });
      return new Response(answer);
    }),
  );
});
afterEach(() => vi.unstubAllGlobals());

describe('reading the compose form', () => {
  it('tells bare addresses, subject, text and the identity that writes', () => {
    expect(formOf().read()).toEqual({
      to: ['Bob@lab.test', 'carol@lab.test'],
      cc: [],
      bcc: [],
      subject: 'A secret subject',
      text: 'Secret text of the page',
      from: 'alice@lab.test',
    });
  });

  it('offers PGP/MIME alone in the HTML editor', () => {
    expect(formOf().formats()).toEqual(['pgp-mime', 'inline']);
    expect(formOf('compose-html').formats()).toEqual(['pgp-mime']);
  });

  it('names the answered message for a reply and not for a forward', () => {
    const settings = (mode: string) => `"compose_mode":"${mode}","reply_msgid":"\\u003Cone@lab.test\\u003E"`;
    const read = (mode: string) => {
      const html = fixture('roundcube', 'compose').replace('"task":"mail"', `"task":"mail",${settings(mode)}`);
      return roundcube.findForm(showPage(html, COMPOSE_PATH))?.read().inReplyTo;
    };
    expect(read('reply')).toBe('<one@lab.test>');
    expect(read('forward')).toBeUndefined();
  });

  it('sees files that wait in the form, which the webmail would drop without a word', () => {
    const form = formOf();
    expect(form.holdsFiles()).toBe(false);
    document.querySelector('#layout-sidebar #attachment-list')?.append(document.createElement('li'));
    expect(form.holdsFiles()).toBe(true);
  });

  it('waits until the page has drawn its recipient fields', () => {
    const html = fixture('roundcube', 'compose').replaceAll('recipient-input', 'not-yet');
    expect(roundcube.findForm(showPage(html, COMPOSE_PATH))).toBeUndefined();
  });
});

describe('while our composer is open', () => {
  it('[req 20] the page’s form holds no text, no subject and no names, so that its draft copies hold none', () => {
    formOf().putAside();
    expect([value('_to'), value('_subject'), value('_message')]).toEqual(['', '...', '']);
  });

  it('empties the HTML editor too, and puts back the page’s own nodes', () => {
    const form = formOf('compose-html');
    const body = document.querySelector<HTMLIFrameElement>('#composebody_ifr')?.contentDocument?.body as HTMLElement;
    body.innerHTML = '<p>Rich <b>secret</b></p>';
    const aside = form.putAside();
    expect(body.textContent).toBe('');
    expect(form.isEmpty()).toBe(true);
    aside.restore('everything');
    expect(body.innerHTML).toBe('<p>Rich <b>secret</b></p>');
  });

  it('writing without Sotto restores the page’s own values', () => {
    const aside = formOf().putAside();
    aside.restore('everything');
    expect(value('_to')).toContain('carol@lab.test');
    expect([value('_subject'), value('_message')]).toEqual(['A secret subject', 'Secret text of the page']);
  });

  it('keeping the draft gives back the names alone', () => {
    const aside = formOf().putAside();
    aside.restore('recipients');
    expect(value('_to')).toContain('carol@lab.test');
    expect([value('_subject'), value('_message')]).toEqual(['...', '']);
  });

  it.each(['button.send', 'a.send'])('knows the page’s ways to send: %s', (selector) => {
    const form = formOf();
    const seen: boolean[] = [];
    window.addEventListener('click', (event) => seen.push(form.sends(event)), { capture: true, once: true });
    document.querySelector<HTMLElement>(selector)?.click();
    expect(seen).toEqual([true]);
  });
});

describe('sending', () => {
  it('posts the envelope and nothing else of ours, and believes only the webmail’s own word', async () => {
    expect(await deliver(formOf(), envelope())).toEqual({ ok: true });
    expect(posts).toHaveLength(1);
    expect(posts[0]?.fields).toMatchObject({
      _id: 'session1',
      _action: 'send',
      _draft: '',
      _subject: '...',
      _message: '',
      _pgpmime: ARMOR,
      _store_target: 'Sent',
    });
    expect(JSON.stringify(posts)).not.toMatch(/secret/i);
  });

  it('leaves no ciphertext and no names behind in the form', async () => {
    await deliver(formOf(), envelope());
    expect(document.querySelector('[name="_pgpmime"]')).toBeNull();
    expect(value('_to')).toBe('');
  });

  it('says that the webmail did not take it, also where its error quotes the sign of success', async () => {
    answer = REFUSED;
    expect(await deliver(formOf(), envelope())).toEqual({ ok: false, code: 'mail/send-failed' });
  });

  it('says that it failed where the network does', async () => {
    const form = formOf();
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('network')));
    expect(await deliver(form, envelope())).toEqual({ ok: false, code: 'mail/send-failed' });
  });

  it('puts inline armor into the text box', async () => {
    expect(await deliver(formOf(), envelope({ format: 'inline' }))).toEqual({ ok: true });
    expect(posts[0]?.fields._message).toBe(ARMOR);
    expect(posts[0]?.fields._pgpmime).toBeUndefined();
  });

  it('refuses inline armor in the HTML editor, which would reflow it', async () => {
    expect(await deliver(formOf('compose-html'), envelope({ format: 'inline' }))).toMatchObject({ ok: false });
    expect(posts).toEqual([]);
  });

  it('sends a hidden copy through a session of its own, to that address alone, without a copy in Sent', async () => {
    const form = formOf();
    const copy = envelope({ kind: 'hidden-copy', to: [], bcc: ['dave@lab.test'] });
    expect(await deliver(form, copy)).toEqual({ ok: true });
    expect(posts[0]?.fields).toMatchObject({
      _id: 'session2',
      _from: '1',
      _to: '',
      _cc: '',
      _bcc: 'dave@lab.test',
      _message: '',
      _pgpmime: ARMOR,
      _store_target: '',
    });
    expect(document.documentElement.outerHTML).not.toContain('dave@lab.test');
  });
});

describe('a page that changes what it was given', () => {
  // What it can do to the posted list of fields itself is tested in a real browser: hostile-page.test.ts.
  const onChange = (change: (form: HTMLFormElement) => void) => (form: HTMLFormElement) =>
    form.addEventListener('change', () => change(form));
  const field = (name: string, text: string) => {
    const input = document.createElement('input');
    input.type = 'hidden';
    input.name = name;
    input.value = text;
    return input;
  };
  const write = (form: HTMLFormElement, name: string, text: string) => {
    const target = form.querySelector<HTMLInputElement>(`[name="${name}"]`);
    if (target !== null) target.value = text;
  };
  const tampers: ReadonlyArray<readonly [string, (form: HTMLFormElement) => void]> = [
    ['replaces a recipient', onChange((form) => write(form, '_to', 'mallory@lab.test'))],
    ['writes words of its own', onChange((form) => write(form, '_message', 'Words'))],
    ['puts the subject back', onChange((form) => write(form, '_subject', 'A secret subject'))],
    ['adds a hidden recipient', onChange((form) => form.append(field('_bcc', 'mallory@lab.test')))],
    ['adds one that PHP would prefer', onChange((form) => form.append(field('_bcc[]', 'mallory@lab.test')))],
    ['asks for something else', onChange((form) => write(form, '_action', 'savedraft'))],
  ];

  it.each(tampers)('[req 30] sends nothing where it %s', async (_name, tamper) => {
    const form = formOf();
    tamper(document.querySelector('form[name="form"]') as HTMLFormElement);
    expect(await deliver(form, envelope())).toEqual({ ok: false, code: 'mail/changed-by-page' });
    expect(posts).toEqual([]);
  });

  it('[req 30] sends nothing to another server', async () => {
    const form = formOf();
    document.querySelector('form[name="form"]')?.setAttribute('action', 'https://mallory.test/');
    expect(await deliver(form, envelope())).toMatchObject({ ok: false });
    expect(posts).toEqual([]);
  });

  it('[req 16] never sends the page’s text in the place of the ciphertext', async () => {
    const form = formOf();
    form.putAside().restore('everything');
    await deliver(form, envelope());
    expect(JSON.stringify(posts)).not.toContain('Secret text of the page');
  });
});
