import type { Page } from 'puppeteer-core';
import { pageDump } from '../e2e/worlds';

/** Everything that the page can read about itself: documents, fields, storage, cookies, every row of every database. */
export async function pageHoldings(page: Page): Promise<string> {
  return `${await pageDump(page)}\n${await page.evaluate(readDatabases)}`;
}

async function readDatabases(): Promise<string> {
  const settled = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const rows: unknown[] = [];
  for (const { name = '' } of await indexedDB.databases()) {
    const db = await settled(indexedDB.open(name));
    for (const store of db.objectStoreNames) {
      const table = db.transaction(store).objectStore(store);
      rows.push(await settled(table.getAllKeys()), await settled(table.getAll()));
    }
    db.close();
  }
  return JSON.stringify(rows);
}
