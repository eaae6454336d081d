const PROGRAM = 'script[src*="program/js/app."]';

/** Its program is named in the head of every page; a page whose head went by without it is another site. */
export function isRoundcube(page: Document): boolean | undefined {
  if (page.querySelector(PROGRAM) !== null) return true;
  return page.body === null && page.readyState === 'loading' ? undefined : false;
}

export function roundcubeKind(page: Document): 'none' | 'read' | 'compose' {
  const action = new URL(page.location.href).searchParams.get('_action');
  if (action === 'show' || action === 'preview') return 'read';
  return action === 'compose' ? 'compose' : 'none';
}

/** Folder and number of the message on a message or preview page. */
export type MessageRef = { readonly uid: string; readonly mailbox: string };

export function messageRef(page: Document): MessageRef | undefined {
  const { searchParams } = new URL(page.location.href);
  const uid = searchParams.get('_uid');
  const mailbox = searchParams.get('_mbox');
  return uid === null || mailbox === null ? undefined : { uid, mailbox };
}

/** `/?_task=mail&...` beside the page's own address, so that any folder of the server works. */
export function mailUrl(page: Document, fields: Readonly<Record<string, string>>): URL {
  const url = new URL(page.location.pathname, page.location.href);
  url.search = new URLSearchParams({ _task: 'mail', ...fields }).toString();
  return url;
}

/** The token against forged requests: in every form, on a message page in the page's own settings. */
export function requestToken(page: Document): string | undefined {
  const field = page.querySelector<HTMLInputElement>('input[name="_token"]')?.value;
  if (field !== undefined && field !== '') return field;
  for (const script of page.querySelectorAll('script:not([src])')) {
    const token = /"request_token":"([\w-]+)"/.exec(script.textContent ?? '')?.[1];
    if (token !== undefined) return token;
  }
  return undefined;
}

/** A field of the page's settings that holds a plain string, for example `reply_msgid`. */
export function pageSetting(page: Document, name: string): string | undefined {
  for (const script of page.querySelectorAll('script:not([src])')) {
    const raw = new RegExp(`"${name}":("(?:[^"\\\\]|\\\\.)*")`).exec(script.textContent ?? '')?.[1];
    const value: unknown = raw === undefined ? undefined : JSON.parse(raw);
    if (typeof value === 'string') return value;
  }
  return undefined;
}
