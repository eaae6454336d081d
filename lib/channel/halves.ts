import type { Fingerprint } from '../core/brand';
import { decode, encode } from '../core/wire/encode';
import { sameOctets, wipe } from './crypto';
import { halfContent } from './handshake';
import { LABELS } from './labels';
import type { CertificatePort } from './ports';

export type WhichHalf = 'first' | 'second';

const labelOf = (which: WhichHalf): Uint8Array =>
  new TextEncoder().encode(which === 'first' ? LABELS.firstHalf : LABELS.secondHalf);

/** My half, under the other's certificate and my signature, bound to all that was said before it. */
export async function sealHalf(
  which: WhichHalf,
  half: Uint8Array,
  binding: Uint8Array,
  to: Fingerprint,
  port: Pick<CertificatePort, 'sealTo'>,
): Promise<Uint8Array> {
  const content = encode(halfContent, { label: labelOf(which), binding, half });
  try {
    return await port.sealTo(content, to);
  } finally {
    wipe(content);
  }
}

/** The other's half; `undefined` where it is not for me, not signed by that certificate, or of another handshake. */
export async function openHalf(
  which: WhichHalf,
  sealed: Uint8Array,
  binding: Uint8Array,
  from: Fingerprint,
  port: Pick<CertificatePort, 'openFrom'>,
): Promise<Uint8Array | undefined> {
  const content = await port.openFrom(sealed, from);
  if (content === undefined) return undefined;
  try {
    const inner = decode(halfContent, content);
    return sameOctets(inner.label, labelOf(which)) && sameOctets(inner.binding, binding)
      ? inner.half.slice()
      : undefined;
  } catch {
    return undefined;
  } finally {
    wipe(content);
  }
}
