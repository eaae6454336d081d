import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../../fixtures/sites');

export const fixture = (site: string, name: string): string => readFileSync(join(FOLDER, site, `${name}.html`), 'utf8');

/** Makes the test's document this page, at this address on its own origin. */
export function showPage(html: string, path: string): Document {
  window.history.replaceState(null, '', path);
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  document.documentElement.replaceChildren(...parsed.documentElement.childNodes);
  return document;
}

export const MESSAGE_PATH = '/?_task=mail&_action=show&_uid=7&_mbox=INBOX';
export const COMPOSE_PATH = '/?_task=mail&_action=compose&_id=session1';
