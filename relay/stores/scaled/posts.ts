import type { DeviceId } from '../../../lib/core/wire/ids';
import type { Post } from '../ports';
import { idOctets, idOf } from './replies';

const KINDS = ['packet', 'mail', 'relay/replaced', 'relay/revoked'] as const;

type Heard = {
  readonly device: DeviceId;
  readonly post: Post;
  /** With `relay/replaced`: when the device entered elsewhere, as ENTER says it. */
  readonly entry?: number;
};

/** Between processes of one release: device (16 octets), kind (1), packet. */
export function fromPost(device: DeviceId, post: Post): Buffer {
  const kind = KINDS.indexOf(post.kind === 'close' ? post.code : post.kind);
  const rest = post.kind === 'packet' ? post.packet : new Uint8Array();
  return Buffer.concat([idOctets(device), Buffer.of(kind), rest]);
}

/** Undefined for what no process of this release says. */
export function toPost(octets: Buffer): Heard | undefined {
  const kind = KINDS[octets[16] ?? KINDS.length];
  const device = idOf<DeviceId>(octets.subarray(0, 16));
  const rest = octets.subarray(17);
  if (kind === undefined) return undefined;
  if (kind === 'packet') return { device, post: { kind, packet: rest } };
  if (kind === 'mail') return { device, post: { kind } };
  const post: Post = { kind: 'close', code: kind };
  return rest.length === 0 ? { device, post } : { device, post, entry: Number(rest.toString('latin1')) };
}
