import { safeFileName } from '../shared/file-names';

/** Long enough for a browser to have taken the file, short enough that plaintext does not linger. In milliseconds. */
const KEEP_URL_MS = 60_000;

/** Hands a decrypted file to the browser's own download, from our frame: the page never sees it. */
export function saveFile(file: { readonly name: string; readonly content: Blob }): void {
  // A neutral type, so that nothing is opened in our origin if a browser ignores `download`.
  const url = URL.createObjectURL(new Blob([file.content], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = safeFileName(file.name);
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_URL_MS);
}
