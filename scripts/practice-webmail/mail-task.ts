import { buildMail } from './build-mail';
import { addressesIn, bodyOf, headerOf, type Mailboxes } from './mailbox';
import { composePage, listPage, messagePage, type Prefilled } from './pages';

export type Session = { readonly user: string; readonly token: string };
type Request = {
  readonly mailboxes: Mailboxes;
  readonly session: Session;
  readonly url: URL;
  readonly form: FormData | undefined;
  readonly autosave: number;
};
type Answer = { readonly body: string | Buffer; readonly type?: string };

const DONE = '<!doctype html><script>\nparent.rcmail.sent_successfully("confirmation","Message sent.");\n</script>';
const SAVED = '<!doctype html><p>draft saved</p>';

/** `_task=mail`, by its action, with the very addresses that the real one has. */
export function answerMail(request: Request): Answer {
  const { mailboxes, session, url, form, autosave } = request;
  const state = { token: session.token, env: {} };
  const folder = url.searchParams.get('_mbox') ?? 'INBOX';
  const action = url.searchParams.get('_action') ?? '';
  if (action === 'send' && form !== undefined) return take(mailboxes, session, form);
  if (action === 'compose') {
    const { prefilled, env } = prefill(request, folder);
    const page = composePage(session.user, prefilled, { ...state, env: { ...env, draft_autosave: autosave } });
    return { body: page };
  }
  const mail = mailboxes.find(session.user, folder, Number(url.searchParams.get('_uid')));
  if (mail === undefined) return { body: listPage(mailboxes.list(session.user, folder), folder, state) };
  // As the real one: without the token the answer is a page, not the source.
  const asked = action === 'viewsource' && url.searchParams.get('_token') === session.token;
  if (asked) return { body: mail.raw, type: 'text/plain' };
  if (action === 'get') return { body: bodyOf(mail.raw), type: 'application/octet-stream' };
  return { body: messagePage(mail, folder, state) };
}

const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

function take(mailboxes: Mailboxes, { user, token }: Session, form: FormData): Answer {
  if (textOf(form, '_token') !== token) return { body: '<!doctype html><p>request check failed</p>' };
  const [to, cc, bcc] = ['_to', '_cc', '_bcc'].map((name) => textOf(form, name)) as [string, string, string];
  const raw = buildMail({
    from: user,
    to,
    cc,
    subject: textOf(form, '_subject'),
    text: textOf(form, '_message'),
    sealed: textOf(form, '_pgpmime'),
    inReplyTo: textOf(form, '_reply_msgid'),
  });
  if (textOf(form, '_draft') === '1') {
    mailboxes.put(user, 'Drafts', raw);
    return { body: SAVED };
  }
  const everybody = new Set([to, cc, bcc].flatMap(addressesIn));
  if (everybody.size === 0) return { body: '<!doctype html><p>no recipient</p>' };
  for (const address of everybody) mailboxes.put(address, 'INBOX', raw);
  mailboxes.put(user, 'Sent', raw);
  return { body: DONE };
}

/** What the form starts with: from the address's own fields, or as an answer to a mail. */
function prefill({ mailboxes, session, url }: Request, folder: string) {
  const asked = url.searchParams;
  const uid = Number(asked.get('_reply_uid') ?? asked.get('_forward_uid'));
  const mail = mailboxes.find(session.user, folder, uid);
  const empty: Prefilled = {
    to: asked.get('_to') ?? '',
    subject: asked.get('_subject') ?? '',
    text: asked.get('_body') ?? '',
  };
  if (mail === undefined) return { prefilled: empty, env: {} };
  const subject = headerOf(mail.raw, 'Subject');
  if (asked.has('_forward_uid')) return { prefilled: { ...empty, subject: `Fwd: ${subject}` }, env: {} };
  const others = asked.has('_all') ? addressesIn(headerOf(mail.raw, 'To')).filter((one) => one !== session.user) : [];
  const to = [headerOf(mail.raw, 'From'), ...others].join(', ');
  const env = { compose_mode: 'reply', reply_msgid: headerOf(mail.raw, 'Message-ID') };
  return { prefilled: { to, subject: `Re: ${subject}`, text: '' }, env };
}
