import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LinkState } from '../../../lib/core/chat';
import type { RelayFrame } from '../../../lib/core/wire/frames';
import type { RelayAccount, RelayLink } from '../../../lib/net/contract';
import { createRelayAccounts } from '../../../lib/net/relay-accounts';
import { createRelayLink } from '../../../lib/net/relay-link';
import { buildRelay } from '../../../scripts/relay.mjs';
import { newMessageId, sealedPayload } from '../../support/relay/payload';
import { type RelayProcess, startRelay } from '../../support/relay/relay-process';
import { until } from '../../support/wait';

const folder = mkdtempSync(join(tmpdir(), 'sotto-client-'));
let script = '';
let relay: RelayProcess;
const links: RelayLink[] = [];
const accounts = createRelayAccounts({
  keyStretching: { 'argon2id-custom': { iterations: 1, memory: 8, parallelism: 1 } },
});

beforeAll(async () => {
  script = await buildRelay();
  relay = await startRelay(script, ['--port', '0', '--data', folder]);
});
afterEach(() => {
  for (const link of links.splice(0)) link.stop();
});
afterAll(async () => {
  await relay.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const origin = () => relay.url.replace('ws', 'http');
const newcomer = (name: string) => accounts.register({ relay: origin(), name, password: 'correct horse' });

/** A link that is online, and what it heard. */
async function online(account: RelayAccount) {
  const link = createRelayLink();
  const frames: RelayFrame[] = [];
  const states: LinkState[] = [];
  links.push(link);
  link.onFrames((arrived) => frames.push(...arrived));
  link.onState((state) => states.push(state));
  link.start(account);
  await until('the link to be online', () => link.state().phase === 'online');
  return { link, frames, states };
}

describe('a link to a real relay', () => {
  it('comes back as the device that registered, and delivers from one person to another', async () => {
    const [anna, bob] = await Promise.all([newcomer('anna'), newcomer('bob')]);
    const from = await online(anna);
    const to = await online(bob);
    expect(from.states.map(({ phase }) => phase)).toEqual(['connecting', 'online']);
    const id = newMessageId();
    const payload = sealedPayload();
    expect(from.link.send([{ kind: 'send', id, to: [bob.device], payload }])).toBe(true);
    const arrived = await until('the message', () => to.frames.find((frame) => frame.kind === 'deliver'));
    expect(arrived).toMatchObject({ id, payload });
    to.link.send([{ kind: 'acknowledge', ids: [id] }]);
    await until('the receipt', () =>
      from.frames.find((frame) => frame.kind === 'status' && frame.state === 'delivered' && frame.id === id),
    );
  });
});
