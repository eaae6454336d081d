import type { Envelope } from '../core/mime-port';
import { contentOf, contentStart, fileNameOf } from './content';
import { type Entity, leavesOf } from './entity';
import { beginsWith } from './octets';
import { outsideText } from './outside-text';

const MESSAGE_NAMES = /^(?:openpgp )?encrypted(?: message)?\.(?:asc|pgp|gpg)$|^(?:message|msg)\.asc$/i;
/** An identification part is one short line (RFC 3156, 4). */
const VERSION_OCTETS = 200;

/**
 * PGP/MIME whose two parts arrive as attachments: Exchange, mail gateways, and webmail that builds its own MIME.
 * Known by the version part beside an armored message; without it by the file's name in a mail that says nothing else.
 */
export function findBrokenPgpMime(root: Entity): Envelope | undefined {
  if (!root.type.value.startsWith('multipart/')) return undefined;
  const leaves = [...leavesOf(root)];
  const sealed = leaves.filter(
    (leaf) => mayBeMessage(leaf) && beginsWith(contentStart(leaf), '-----BEGIN PGP MESSAGE-----'),
  );
  const version = leaves.find(isVersion);
  const data = sealed.find((leaf) => MESSAGE_NAMES.test(fileNameOf(leaf) ?? '')) ?? (version ? sealed[0] : undefined);
  if (!data) return undefined;
  const text = outsideText(root, new Set(version ? [version, data] : [data]));
  if (!version && text !== undefined) return undefined;
  return { kind: 'broken-pgp-mime', ciphertext: contentOf(data), ...(text === undefined ? {} : { outsideText: text }) };
}

const mayBeMessage = (leaf: Entity): boolean =>
  fileNameOf(leaf) !== undefined || !/^(?:text|message|image|audio|video)\//.test(leaf.type.value);

function isVersion(leaf: Entity): boolean {
  if (leaf.type.value === 'application/pgp-encrypted') return !beginsWith(contentStart(leaf), '-----BEGIN');
  if (leaf.body.length > VERSION_OCTETS || fileNameOf(leaf) === undefined) return false;
  return (
    /^version(?:\.txt|\.asc)?$|PGPMIME/i.test(fileNameOf(leaf) ?? '') && beginsWith(contentStart(leaf), 'Version: 1')
  );
}
