import type { PageCompose } from '../../../core/compose';
import { LIMITS } from '../../../core/limits';
import { bareAddress, bareAddresses } from '../../address-list';
import type { ComposeForm, PutAside } from '../site';
import { htmlBody, readEditor, setValue } from './editor';
import { messageForm, pageFormIsHtml } from './form';
import { pageSetting } from './page';
import { createPost } from './post';

/** A send button, its copy on narrow screens, and whatever else the skin marks so. */
const SEND = '.send, [data-command="send"]';
const RECIPIENTS = ['_to', '_cc', '_bcc'] as const;

/** The compose form, once the page's own program has drawn the recipient fields. */
export function findRoundcubeForm(page: Document): ComposeForm | undefined {
  const form = messageForm(page);
  const cover = page.querySelector<HTMLElement>('#layout-content');
  const ready = page.querySelector('#compose_to .recipient-input input') !== null;
  if (form === undefined || cover === null || !ready) return undefined;
  if (pageFormIsHtml(form) && htmlBody(page) === undefined) return undefined;
  const post = createPost(page, form);
  return {
    key: form,
    formats: () => (pageFormIsHtml(form) ? ['pgp-mime'] : ['pgp-mime', 'inline']),
    button: buttonPlace(page, form),
    cover,
    how: 'cover',
    quiet: [...cover.children, ...page.querySelectorAll('#layout-sidebar, #uploadform')].filter(
      (element): element is HTMLElement => element instanceof HTMLElement,
    ),
    read: () => readForm(page, form),
    putAside: () => putAside(page, form),
    holdsFiles: () =>
      page.querySelector('#compose-attachments #attachment-list > li, #layout-sidebar #attachment-list > li') !== null,
    isEmpty: () => readEditor(page).isEmpty(),
    empty: () => {
      readEditor(page).empty();
    },
    sends: (event) => sends(event, form),
    prepare: (envelope) => (envelope.kind === 'message' ? post.prepare(envelope) : post.prepareCopy(envelope)),
    finish: post.finish,
  };
}

/** Beside Send; on narrow screens, where the page shows only the copy of it, beside the copy. */
function buttonPlace(page: Document, form: HTMLFormElement): ComposeForm['button'] {
  const send = page.querySelector('.formbuttons button.send, button.btn.send');
  const copy = page.querySelector('a.send.button');
  const narrow = copy !== null && page.defaultView?.matchMedia?.('(max-width: 480px)').matches === true;
  const beside = narrow ? copy : (send ?? copy);
  return { parent: beside?.parentElement ?? form, before: beside?.nextElementSibling ?? null };
}

function readForm(page: Document, form: HTMLFormElement): Omit<PageCompose, 'origin' | 'formats'> {
  const from = readFrom(form);
  // A forward names the message too, but answers nothing.
  const inReplyTo = pageSetting(page, 'compose_mode') === 'reply' ? pageSetting(page, 'reply_msgid') : undefined;
  const [to, cc, bcc] = RECIPIENTS.map((name) => bareAddresses(fieldOf(form, name)?.value ?? '')) as [
    readonly string[],
    readonly string[],
    readonly string[],
  ];
  return {
    to: to.slice(0, LIMITS.recipients),
    cc: cc.slice(0, LIMITS.recipients),
    bcc: bcc.slice(0, LIMITS.recipients),
    subject: (fieldOf(form, '_subject')?.value ?? '').slice(0, LIMITS.subjectLength),
    text: readEditor(page).readText().slice(0, LIMITS.textLength),
    ...(from === undefined ? {} : { from }),
    ...(inReplyTo === undefined ? {} : { inReplyTo: inReplyTo.slice(0, 998) }),
  };
}

/** A list of identities, whose texts name them, or one field to type in. */
function readFrom(form: HTMLFormElement): string | undefined {
  const field = form.querySelector<HTMLSelectElement | HTMLInputElement>('[name="_from"]');
  const shown = field instanceof HTMLSelectElement ? field.selectedOptions[0]?.textContent : field?.value;
  const address = bareAddress(shown ?? '');
  return address.includes('@') ? address : undefined;
}

const fieldOf = (form: HTMLFormElement, name: string) =>
  form.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[name="${name}"]`);

/**
 * Without recipients Roundcube refuses to send by itself, whoever asks it to; and its draft copies, which run by a
 * timer, hold neither text, subject nor names while our composer is open.
 */
function putAside(page: Document, form: HTMLFormElement): PutAside {
  const names = [...RECIPIENTS, '_subject'] as const;
  const before = new Map(names.map((name) => [name, fieldOf(form, name)?.value ?? '']));
  const write = (name: (typeof names)[number], value: string) => {
    const field = fieldOf(form, name);
    if (field !== null) setValue(field, value);
  };
  const putBackText = readEditor(page).empty();
  for (const name of RECIPIENTS) write(name, '');
  write('_subject', '...');
  return {
    restore(what) {
      for (const name of RECIPIENTS) write(name, before.get(name) ?? '');
      if (what === 'recipients') return;
      write('_subject', before.get('_subject') ?? '');
      putBackText();
    },
  };
}

function sends(event: Event, form: HTMLFormElement): boolean {
  if (event.type === 'submit') return event.target === form;
  return event.composedPath().some((target) => target instanceof Element && target.matches(SEND));
}
