import type { Frame } from 'puppeteer-core';
import { press } from '../browser/elements';

/** What the reader's "Save" button saves, as its SHA-256: the file never reaches this machine's download folder. */
export async function savedDigest(reader: Frame): Promise<string> {
  await reader.evaluate(() => {
    const original = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob: Blob) => {
      (globalThis as unknown as { saved?: Blob }).saved = blob;
      return original(blob);
    };
  });
  await press(reader, 'reader-attachment-save');
  await reader.waitForFunction(() => (globalThis as unknown as { saved?: Blob }).saved !== undefined);
  return reader.evaluate(async () => {
    const { saved } = globalThis as unknown as { saved: Blob };
    const digest = await crypto.subtle.digest('SHA-256', await saved.arrayBuffer());
    return Array.from(new Uint8Array(digest), (octet) => octet.toString(16).padStart(2, '0')).join('');
  });
}
