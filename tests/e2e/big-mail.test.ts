import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { element, press, seeText, textOf } from '../support/browser/elements';
import { leftCompose, pressSend, receive, write } from '../support/e2e/mail';
import { savedDigest } from '../support/e2e/saved';
import { describeOnStage } from '../support/e2e/stage';
import { canary, searchLab } from '../support/lab/leaks';
import { logIn } from '../support/lab/roundcube';

const folder = mkdtempSync(join(tmpdir(), 'sotto-e2e-'));
afterAll(() => rmSync(folder, { recursive: true }));

describeOnStage('a mail of 24 MB', (stage) => {
  it('is cancelled while it is sealed with nothing sent and nothing lost, then sent, and read octet by octet', async () => {
    const { lab, alice, bob } = stage();
    const octets = randomBytes(24 * 1024 * 1024);
    const path = join(folder, 'large.bin');
    writeFileSync(path, octets);
    const page = await logIn(alice, lab, 'alice');
    const letter = { to: 'bob@lab.test', subject: canary('subject'), text: canary('text'), files: [path] };
    const composer = await write(alice, page, lab, letter);
    await pressSend(composer);
    await press(composer, 'composer-cancel');
    await seeText(composer, 'composer-status', /Draft kept|Keeping draft/);
    expect(lab.spooled()).toEqual([]);
    expect(await textOf(composer, 'composer-text')).toBe(letter.text);
    await element(composer, 'composer-file');

    await pressSend(composer);
    await leftCompose(page, 90_000);
    expect(lab.spooled()).toHaveLength(1);
    expect(searchLab(lab, [letter.subject, letter.text])).toEqual([]);
    await page.close();
    const reading = await logIn(bob, lab, 'bob');
    const { reader } = await receive(bob, reading, lab);
    await seeText(reader, 'reader-status', /verified/, 60_000);
    expect(await savedDigest(reader)).toBe(createHash('sha256').update(octets).digest('hex'));
    await reading.close();
  });

  it('is refused above 25 MB with a sentence, before anything is sealed', async () => {
    const { lab, alice } = stage();
    await lab.reset();
    const path = join(folder, 'too-large.bin');
    writeFileSync(path, randomBytes(26 * 1024 * 1024));
    const page = await logIn(alice, lab, 'alice');
    const composer = await write(alice, page, lab, { to: 'bob@lab.test', subject: 'x', text: 'text', files: [path] });
    await seeText(composer, 'composer', /25 MB/);
    expect(lab.spooled()).toEqual([]);
    await page.close();
  });
});
