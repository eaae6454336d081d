import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame, Page } from 'puppeteer-core';
import type { Actor } from '../../tests/support/e2e/cast';
import { leftCompose, pressSend, write } from '../../tests/support/e2e/mail';
import type { Lab } from '../../tests/support/lab/lab';
import { until } from '../../tests/support/wait';

/** Milliseconds from the press on Send. */
export type Sealing = {
  /** Until the background had sealed it and began to hand it to the page. */
  readonly sealed: number;
  /** Until the webmail had handed it to its mail server. */
  readonly sent: number;
};

const MOST_MS = 60_000;

/** Writes, seals and sends one mail to its own writer: a short text, with a file of this size if given. */
export async function sealOnce(alice: Actor, page: Page, lab: Lab, fileOctets: number | undefined): Promise<Sealing> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-file-'));
  const file = join(folder, 'file.bin');
  try {
    if (fileOctets !== undefined) writeFileSync(file, randomBytes(fileOctets));
    const letter = { to: 'alice@lab.test', subject: 'A bench', text: 'word '.repeat(200) };
    const composer = await write(alice, page, lab, fileOctets === undefined ? letter : { ...letter, files: [file] });
    await draftIsKept(composer);
    const before = lab.spooled().length;
    const times = composer.evaluate(sealedAt);
    await pressSend(composer);
    const { pressed, sealed } = await times;
    const mail = await until('a mail in the spool', () => lab.spooled()[before], { within: MOST_MS, every: 100 });
    await leftCompose(page, MOST_MS);
    return { sealed: sealed - pressed, sent: statSync(mail.path).mtimeMs - pressed };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A person has read the draft over before it goes: what is measured begins with the press. */
const draftIsKept = (composer: Frame) =>
  composer.waitForSelector('[data-testid="composer-status"][data-saved="kept"]', { timeout: MOST_MS });

/** In our composer: when Send was pressed, and when it said that the sealed message is being placed. */
function sealedAt(): Promise<{ pressed: number; sealed: number }> {
  const now = () => performance.timeOrigin + performance.now();
  return new Promise((resolve) => {
    let pressed = 0;
    addEventListener(
      'click',
      (event) => {
        if ((event.target as Element).closest('[data-testid="composer-send"]') !== null) pressed = now();
      },
      { capture: true },
    );
    const look = () => {
      const words = document.querySelector('[data-testid="composer-status"]')?.textContent ?? '';
      if (/^(?:Placing|The webmail)/.test(words)) resolve({ pressed, sealed: now() });
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  });
}
