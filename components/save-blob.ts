/** Long enough for a browser to have taken the file, short enough that plaintext does not linger. In milliseconds. */
const KEEP_URL_MS = 60_000;

/**
 * A download without the permission for downloads: the browser asks or stores as the person set it.
 * The type is a neutral one, so that nothing is opened in our origin if a browser ignores `download`.
 */
export function saveBlob(name: string, content: BlobPart): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_URL_MS);
}
