import { LIMITS } from '../../../core/limits';
import { type MessageRef, mailUrl, requestToken } from './page';

/**
 * The mail as it came, octet by octet. `_save` keeps CRLF; without the token the server answers an HTML page
 * with status 200, so the kind of the answer is looked at.
 */
export async function fetchSource(page: Document, { uid, mailbox }: MessageRef): Promise<Blob | undefined> {
  const token = requestToken(page);
  if (token === undefined) return undefined;
  return fetchOwn(
    page,
    mailUrl(page, { _action: 'viewsource', _uid: uid, _mbox: mailbox, _save: '1', _token: token }),
    LIMITS.sealedOctets,
    'text/plain',
  );
}

/** One attachment by the address of its link. */
export async function fetchAttachment(page: Document, link: HTMLAnchorElement): Promise<Blob | undefined> {
  const url = URL.parse(link.href);
  if (url === null || url.searchParams.get('_action') !== 'get') return undefined;
  url.searchParams.set('_download', '1');
  return fetchOwn(page, url, LIMITS.certificateOctets);
}

/** With the person's own login, from the page's own server and no other. `undefined` for every failure. */
async function fetchOwn(page: Document, url: URL, most: number, mediaType?: string): Promise<Blob | undefined> {
  if (url.origin !== page.location.origin) return undefined;
  try {
    const response = await fetch(url, { credentials: 'same-origin', redirect: 'error' });
    const stated = Number(response.headers.get('content-length') ?? 0);
    const wrongType = mediaType !== undefined && !(response.headers.get('content-type') ?? '').startsWith(mediaType);
    if (!response.ok || stated > most || wrongType) {
      await response.body?.cancel();
      return undefined;
    }
    const blob = await response.blob();
    return blob.size <= most ? blob : undefined;
  } catch {
    return undefined;
  }
}
