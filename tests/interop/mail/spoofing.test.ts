import { beforeAll, describe, expect, it } from 'vitest';
import { toErrorCode } from '../../../lib/core/errors';
import type { Reading } from '../../../lib/core/reading';
import { inlineSpoofs } from './spoofs/inline';
import { nameSpoofs } from './spoofs/names';
import type { Spoof } from './spoofs/spoof';
import { ALICE, EVIL, type Stage, setStage, TRUE_WORDS } from './spoofs/stage';
import { structureSpoofs } from './spoofs/structure';

const SPOOFS: readonly Spoof[] = [...nameSpoofs, ...structureSpoofs, ...inlineSpoofs];

/** Everything that is shown under the status, as one text; what stands apart as unprotected is not in it. */
const underTheStatus = async ({ text, html, protectedHeaders, attachments }: Reading): Promise<string> =>
  [
    text,
    html,
    ...Object.values(protectedHeaders),
    ...(await Promise.all(attachments.map(({ content }) => content.text()))),
  ].join('\n');

describe('[req 17] [req 18] [req 19] no false green', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  });

  it('in at least forty ways, each with a name of its own', () => {
    expect(SPOOFS.length).toBeGreaterThanOrEqual(40);
    expect(new Set(SPOOFS.map(({ what }) => what)).size).toBe(SPOOFS.length);
  });

  it.each(SPOOFS)('$what: $ends', async (spoof) => {
    const reader = spoof.besieged === true ? stage.besieged : stage.reader;
    const outcome = await reader.read(await spoof.make(stage)).catch(toErrorCode);
    if (typeof outcome === 'string') {
      expect(outcome).toBe(spoof.ends);
      return;
    }
    expect(outcome.signature.status).toBe(spoof.ends);
    if (spoof.sealed !== undefined) expect(outcome.sealed).toBe(spoof.sealed);
    if (outcome.signature.status !== 'verified') return;
    expect(outcome).toMatchObject({ from: ALICE, signature: { signerName: 'alice', signerEmail: ALICE } });
    expect(outcome.text?.trim()).toBe(TRUE_WORDS);
    // The tone of what is partial is never green (lib/frames/reader/status-words.ts).
    if (outcome.sealed !== 'partial') expect(await underTheStatus(outcome)).not.toContain(EVIL);
  });

  it('while what Alice really wrote is green, so that the tests above prove something', async () => {
    const { reader, alice } = stage;
    const mail = `From: ${ALICE}\r\n\r\n${await alice.clearsign(TRUE_WORDS)}`;
    expect((await reader.read(Buffer.from(mail))).signature.status).toBe('verified');
    expect((await stage.besieged.read(Buffer.from(mail))).signature.status).not.toBe('verified');
  });
});
