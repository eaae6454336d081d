import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LinkState } from '../../../lib/core/chat';
import type { RelayFrame } from '../../../lib/core/wire/frames';
import type { RelayAccount, RelayLink } from '../../../lib/net/contract';
import { createRelayAccounts } from '../../../lib/net/relay-accounts';
import { createRelayLink } from '../../../lib/net/relay-link';
import { buildRelay } from '../../../scripts/relay.mjs';
import { freePort } from '../../support/relay/lab/server';
import { type RelayProcess, startRelay } from '../../support/relay/relay-process';
import { until } from '../../support/wait';

/** The least that the library allows: tests are not about the cost of Argon2 at the client. */
const keyStretching = { 'argon2id-custom': { iterations: 1, memory: 8, parallelism: 1 } } as const;
export const PASSWORD = 'correct horse battery';

/** The real relay as a process of its own, and clients as the extension has them. */
export async function openClientWorld(...args: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-client-'));
  const script = await buildRelay();
  const start = (port: number) => startRelay(script, ['--port', String(port), '--data', join(folder, 'data'), ...args]);
  let relay: RelayProcess = await start(await freePort());
  const origin = relay.url.replace('ws', 'http');
  const accounts = createRelayAccounts({ keyStretching });
  const links: RelayLink[] = [];
  return {
    origin,
    accounts,
    register: (name: string, at = origin) => accounts.register({ relay: at, name, password: PASSWORD }),
    invite: () =>
      execFileSync(process.execPath, [script, 'invite', '--data', join(folder, 'data')])
        .toString()
        .trim(),
    /** A link that is online, and what it heard. */
    async link(account: RelayAccount) {
      const link = createRelayLink();
      links.push(link);
      const frames: RelayFrame[] = [];
      const states: LinkState[] = [];
      link.onFrames((arrived) => frames.push(...arrived));
      link.onState((state) => states.push(state));
      link.start(account);
      await until('the link to be online', () => link.state().phase === 'online');
      return { link, frames, states };
    },
    end: (signal: NodeJS.Signals) => relay.kill(signal),
    /** At the same port, with the same data. */
    async startAgain() {
      relay = await start(Number(new URL(origin).port));
    },
    async close() {
      for (const link of links) link.stop();
      await relay.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export type ClientWorld = Awaited<ReturnType<typeof openClientWorld>>;
