import type { ErrorCode } from '../../core/error-codes';
import { isErrorCode } from '../../core/errors';
import type { RelayFrame } from '../../core/wire/frames';
import type { MessageRow, OutboxRow } from '../rows';
import { OUTBOX_LIMITS, pauseAfter } from './limits';

/** What became of a row, and what its line says then. `over`: it is taken away. */
export type Verdict = {
  readonly row: OutboxRow | 'over';
  readonly line?: { readonly state: 'stored' | 'delivered' } | { readonly state: 'error'; readonly problem: ErrorCode };
};

export type Answer = Extract<RelayFrame, { kind: 'status' | 'refused' }>;
type Ports = { readonly now: () => number; readonly random: (octets: number) => Uint8Array };

/** What trying again does not change. */
const FINAL: ReadonlySet<string> = new Set<ErrorCode>([
  'relay/unsealed',
  'relay/private-key',
  'relay/too-large',
  'relay/unknown-device',
]);

export const failed = (problem: ErrorCode): Verdict => ({ row: 'over', line: { state: 'error', problem } });

/** Without the devices that are named (all of them where none is). */
function without(row: OutboxRow, devices: readonly string[], problem: ErrorCode): Verdict {
  const to = devices.length === 0 ? [] : row.to.filter((device) => !devices.includes(device));
  return to.length === 0 ? failed(problem) : { row: { ...row, to } };
}

function refused(row: OutboxRow, { code, waitMs, devices }: Extract<Answer, { kind: 'refused' }>, ports: Ports) {
  if (FINAL.has(code)) return without(row, devices, isErrorCode(code) ? code : 'relay/internal');
  const pause = Math.max(pauseAfter(row.tries, ports.random), Math.min(waitMs, OUTBOX_LIMITS.mostWaitMs));
  // Who is asked to wait has not failed.
  const tries = code === 'relay/wait' ? Math.max(0, row.tries - 1) : row.tries;
  return { row: { ...row, state: 'queued', tries, nextTry: ports.now() + pause } } as const;
}

/** One word of the relay about one row. */
export function judge(row: OutboxRow, answer: Answer, ports: Ports): Verdict {
  if (answer.kind === 'refused') return row.state === 'stored' ? { row } : refused(row, answer, ports);
  if (answer.state === 'delivered') return { row: 'over', line: { state: 'delivered' } };
  if (answer.state === 'expired') return without(row, answer.devices, 'chat/expired');
  const nextTry = ports.now() + OUTBOX_LIMITS.keptMs + OUTBOX_LIMITS.graceMs;
  if (row.state === 'stored') return { row };
  return { row: { ...row, state: 'stored', payload: new Uint8Array(), nextTry }, line: { state: 'stored' } };
}

const RANK = { sending: 0, received: 0, stored: 1, error: 2, delivered: 3 } as const;

/** The line after it; `undefined` where it says as much or more already. Its time begins where it is awaited. */
export function lineAfter(line: MessageRow, next: NonNullable<Verdict['line']>, now: number): MessageRow | undefined {
  if (RANK[next.state] <= RANK[line.state]) return undefined;
  const { problem: _, ...rest } = line;
  if (next.state === 'error') return { ...rest, ...next };
  const { validity, goneAt } = line;
  const begins = validity?.from === 'arrival' && goneAt === undefined && line.sealed !== undefined;
  return { ...rest, ...next, ...(begins ? { goneAt: now + validity.ms } : {}) };
}
