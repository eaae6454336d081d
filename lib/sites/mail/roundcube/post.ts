import type { OutgoingEnvelope } from '../../../core/compose';
import { bareAddresses } from '../../address-list';
import type { Holds, Prepared } from '../site';
import { readEditor, setValue, textBox } from './editor';
import { formTarget, hasField, messageForm, pageFormIsHtml, soleValue } from './form';
import { mailUrl } from './page';

/** Roundcube builds a real multipart/encrypted (RFC 3156, 4) around the armor in this field. */
const SEALED_FIELD = '_pgpmime';
/** Roundcube's own sign of success, a call in the script of its answer. */
const SENT = /^\s*(?:window\.|parent\.)?rcmail\.sent_successfully\(|^parent\.rcmail\.sent_successfully\(/m;

/**
 * Sends by the page's own form. What is posted is the very list of fields that was read back, so that nothing in the
 * page can change it between the comparison and the sending; the webmail then stores and answers as it always does.
 */
export function createPost(page: Document, form: HTMLFormElement) {
  let answer: string | undefined;

  const prepared = (data: FormData, target: URL, keep: boolean): Prepared => {
    return {
      holds: readHolds(data),
      async send() {
        const text = await postForm(target, data);
        const sent = text !== undefined && SENT.test(text);
        if (keep && text !== undefined) answer = text;
        return sent;
      },
    };
  };

  return {
    async prepare(envelope: OutgoingEnvelope): Promise<Prepared | undefined> {
      const target = formTarget(page, form);
      // Armor in the HTML editor would be reflowed.
      if (target === undefined || (envelope.format === 'inline' && pageFormIsHtml(form))) return undefined;
      const armor = await envelope.armored.text();
      const takeOut = placeInForm(page, form, envelope, armor);
      const data = new FormData(form);
      takeOut();
      data.set('_draft', '');
      return prepared(data, target, true);
    },

    /** A hidden copy goes out through a compose session of its own: its address never meets the page's message. */
    async prepareCopy(envelope: OutgoingEnvelope): Promise<Prepared | undefined> {
      const fresh = await openSession(page);
      const target = fresh === undefined ? undefined : formTarget(page, fresh);
      if (fresh === undefined || target === undefined) return undefined;
      const armor = await envelope.armored.text();
      const sealed = envelope.format === 'pgp-mime';
      const data = new FormData(fresh);
      const from = new FormData(form).get('_from');
      if (typeof from === 'string') data.set('_from', from);
      data.set('_to', envelope.to.join(', '));
      data.set('_cc', envelope.cc.join(', '));
      data.set('_bcc', envelope.bcc.join(', '));
      data.set('_subject', envelope.subject);
      data.set('_message', sealed ? '' : armor);
      if (sealed) data.set(SEALED_FIELD, armor);
      // Empty: no copy in Sent, which already gets the message itself.
      data.set('_store_target', '');
      data.set('_draft', '');
      return prepared(data, target, false);
    },

    /**
     * Roundcube's answer is a page that tells its parent what to do: leave the form, refresh the folder, close the
     * window. It runs in a hidden frame, as it does after Roundcube's own sending.
     */
    finish() {
      if (answer === undefined) return;
      const frame = page.createElement('iframe');
      frame.style.cssText = 'width:0;height:0;visibility:hidden;position:absolute';
      frame.setAttribute('aria-hidden', 'true');
      frame.srcdoc = answer;
      answer = undefined;
      page.body.append(frame);
    },
  };
}

function placeInForm(page: Document, form: HTMLFormElement, envelope: OutgoingEnvelope, armor: string): () => void {
  const write = (name: string, value: string) => {
    const field = form.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[name="${name}"]`);
    if (field !== null) setValue(field, value);
  };
  write('_to', envelope.to.join(', '));
  write('_cc', envelope.cc.join(', '));
  write('_bcc', envelope.bcc.join(', '));
  write('_subject', envelope.subject);
  readEditor(page).empty();
  const box = textBox(page);
  const field = envelope.format === 'pgp-mime' ? sealedField(page, form, armor) : undefined;
  if (field === undefined && box !== undefined) setValue(box, armor);
  return () => {
    field?.remove();
    readEditor(page).empty();
    for (const name of ['_to', '_cc', '_bcc']) write(name, '');
  };
}

/** A text area, not a hidden input: its value is no attribute, which every observer of the page would copy. */
function sealedField(page: Document, form: HTMLFormElement, armor: string): HTMLElement {
  for (const old of form.querySelectorAll(`[name="${SEALED_FIELD}"]`)) old.remove();
  const field = page.createElement('textarea');
  field.name = SEALED_FIELD;
  field.hidden = true;
  field.value = armor;
  form.append(field);
  return field;
}

const NOTHING: Holds = { to: [], cc: [], bcc: [], subject: '', text: '', sealed: '' };

/** What will be posted. Fields that the page doubled or lost make it hold nothing, which no envelope equals. */
function readHolds(data: FormData): Holds {
  const [to, cc, bcc, subject, text] = ['_to', '_cc', '_bcc', '_subject', '_message'].map((name) =>
    soleValue(data, name),
  );
  const sealed = hasField(data, SEALED_FIELD) ? soleValue(data, SEALED_FIELD) : '';
  const action = soleValue(data, '_action');
  if (action !== 'send' || sealed === undefined || subject === undefined || text === undefined) return NOTHING;
  if (to === undefined || cc === undefined || bcc === undefined) return NOTHING;
  return { to: bareAddresses(to), cc: bareAddresses(cc), bcc: bareAddresses(bcc), subject, text, sealed };
}

async function postForm(target: URL, body: FormData): Promise<string | undefined> {
  try {
    const response = await fetch(target, { method: 'POST', body, credentials: 'same-origin', redirect: 'error' });
    return response.ok ? await response.text() : undefined;
  } catch {
    return undefined;
  }
}

async function openSession(page: Document): Promise<HTMLFormElement | undefined> {
  try {
    const response = await fetch(mailUrl(page, { _action: 'compose' }), { credentials: 'same-origin' });
    if (!response.ok) return undefined;
    // An inert document: nothing in it runs or loads.
    return messageForm(new DOMParser().parseFromString(await response.text(), 'text/html'));
  } catch {
    return undefined;
  }
}
