import type { ErrorCode } from '../core/error-codes';
import type { LineView } from '../core/webchat';
import type { RememberedLine } from './book';
import { peerOf } from './peers';

export const notOpened = (code: ErrorCode, again = false): LineView => ({ kind: 'not-opened', code, again });

/** What is remembered of a line; `undefined` for what may open later. */
export function toRemember(line: LineView): RememberedLine | undefined {
  if (line.kind === 'text') {
    const { from, ...rest } = line;
    return { ...rest, ...(from === undefined ? {} : { from: from.fingerprint }) };
  }
  if (line.kind !== 'step') return undefined;
  const { peer, ...rest } = line;
  return { ...rest, ...(peer === undefined ? {} : { peer: peer.fingerprint }) };
}

/** The line as it is shown now: whoever is named, with the decision of today. */
export async function toShow(certificates: Parameters<typeof peerOf>[0], line: RememberedLine): Promise<LineView> {
  if (line.kind === 'text') {
    const { from, ...rest } = line;
    return from === undefined ? rest : { ...rest, from: await peerOf(certificates, from) };
  }
  const { peer, ...rest } = line;
  return peer === undefined ? rest : { ...rest, peer: await peerOf(certificates, peer) };
}
