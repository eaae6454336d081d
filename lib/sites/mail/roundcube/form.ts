/** The form that Roundcube posts a message with. */
export function messageForm(page: Document): HTMLFormElement | undefined {
  const form = page.querySelector('textarea[name="_message"]')?.closest('form');
  return form?.querySelector('input[name="_action"][value="send"]') == null ? undefined : form;
}

export const pageFormIsHtml = (form: HTMLFormElement): boolean =>
  form.querySelector<HTMLInputElement>('[name="_is_html"]')?.value === '1';

/** Where the form goes: the page's own server, else nowhere. A field named `action` cannot pretend to be it. */
export function formTarget(page: Document, form: HTMLFormElement): URL | undefined {
  const url = URL.parse(form.getAttribute('action') ?? '', page.location.href);
  return url !== null && url.origin === page.location.origin ? url : undefined;
}

/**
 * The one value of a field among what will be posted. `undefined` where the page made several of it, or a variant
 * that PHP would let win (`_to[]`).
 */
export function soleValue(data: FormData, name: string): string | undefined {
  const same: Array<readonly [key: string, value: FormDataEntryValue]> = [];
  // `forEach`, not `for ... of`: Firefox gives content scripts no iterator over the page's FormData.
  data.forEach((value, key) => {
    if (phpName(key) === name) same.push([key, value]);
  });
  const [only, ...more] = same;
  if (only === undefined || more.length > 0 || only[0] !== name) return undefined;
  return typeof only[1] === 'string' ? only[1] : undefined;
}

/** True where there is a field of this name, in any spelling that PHP takes for it. */
export function hasField(data: FormData, name: string): boolean {
  let found = false;
  data.forEach((_value, key) => {
    if (phpName(key) === name) found = true;
  });
  return found;
}

/** PHP drops leading blanks, turns dots and blanks into `_`, and takes what stands before `[` as the name. */
const phpName = (key: string): string => (key.trimStart().split('[')[0] ?? '').replace(/[. ]/g, '_');
