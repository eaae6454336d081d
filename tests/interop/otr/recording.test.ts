import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OtrEvent } from '../../../lib/otr/events';
import { describeWithLibotr, type LibotrLab, openLibotrLab, type PeerLine, wiresOf } from '../../support/otr/libotr';
import { makeKey, textsOf } from '../../support/otr/people';
import { createTestPorts } from '../../support/otr/ports';
import { record, replay } from '../../support/otr/recording';

/** `OTR_RECORD=1` renews the recording that tests without a libotr replay. */
const FIXTURE = 'tests/fixtures/otr/libotr-session.json';

describeWithLibotr('a session with libotr, written down', () => {
  let lab: LibotrLab;
  beforeAll(() => {
    lab = openLibotrLab();
  });
  afterAll(() => lab.close());

  it('happens again to the octet from the same randomness', async () => {
    const { p, q, g } = (await makeKey()).public;
    const domain = { p: p.toString(16), q: q.toString(16), g: g.toString(16) };
    const ours = record(domain, createTestPorts().random);
    const peer = await lab.open('recorded');
    const fromUs = async (events: readonly OtrEvent[]): Promise<void> => {
      for (const text of textsOf(events)) await fromThem(await peer.do('W', text));
    };
    const fromThem = async (lines: readonly PeerLine[]): Promise<void> => {
      for (const text of wiresOf(lines)) await fromUs(await ours.run('receive', text));
    };
    await fromThem(await peer.do('Q'));
    for (const turn of ['one ✓', 'two']) {
      await fromUs(await ours.run('send', `ours ${turn}`));
      await fromThem(await peer.do('S', `theirs ${turn}`));
    }
    await fromUs(await ours.run('startSmp', 'tulip', 'Which flower?'));
    await fromThem(await peer.do('R', 'tulip'));
    await fromThem(await peer.do('M', '', 'tulip'));
    await fromUs(await ours.run('answerSmp', 'rose'));
    await fromUs(await ours.run('end'));
    expect(peer.shown('sealed')).toEqual(['ours one ✓', 'ours two']);
    expect(peer.facts('smp')).toEqual(expect.arrayContaining(['same', 'different']));
    const recording = ours.finish(peer.fact('libotr') ?? '');
    const { pairs, undrawn } = await replay(recording);
    for (const [now, then] of pairs) expect(now).toEqual(then);
    expect(undrawn).toBe(0);
    if (process.env.OTR_RECORD === '1') writeFileSync(FIXTURE, `${JSON.stringify(recording, undefined, 1)}\n`);
  });
});
