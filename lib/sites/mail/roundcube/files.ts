/** One entry of the list of attachments, by what its name and type say it is. */
export type AttachedFile = {
  readonly item: Element;
  readonly link: HTMLAnchorElement;
  readonly looks: 'sealed' | 'signature' | 'certificate' | 'unsure' | 'other';
};

export function listFiles(page: Document): readonly AttachedFile[] {
  return [...page.querySelectorAll('#attachment-list > li')].flatMap((item) => {
    const link = item.querySelector<HTMLAnchorElement>('a.filename[href]');
    return link === null ? [] : [{ item, link, looks: looksLike(item, link) }];
  });
}

/** The item's classes are the media type and the ending: `application octet-stream asc`. */
function looksLike(item: Element, link: Element): AttachedFile['looks'] {
  const name = (link.querySelector('.attachment-name')?.textContent ?? '').trim().toLowerCase();
  if (item.classList.contains('pgp-signature')) return 'signature';
  if (item.classList.contains('pgp-keys')) return 'certificate';
  if (item.classList.contains('pgp-encrypted')) return 'sealed';
  // PGP/MIME as Roundcube lists it: the second part, by its usual name (RFC 3156, 4).
  if (name === 'encrypted.asc' || /\.(?:pgp|gpg)$/.test(name)) return 'sealed';
  return name.endsWith('.asc') ? 'unsure' : 'other';
}
