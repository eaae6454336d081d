const LINE = /^a=fingerprint:sha-256 ((?:[0-9a-f]{2}:){31}[0-9a-f]{2})$/;

/**
 * The one digest of a description's DTLS certificate (RFC 8122, 5), as hex. `undefined` where there is none, where one
 * is not SHA-256, or where they differ: RFC 8122 lets a description name several, and then nobody knows which certificate
 * the words would be about.
 */
export function digestOf(sdp: string): string | undefined {
  const lines = sdp
    .toLowerCase()
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('a=fingerprint'));
  const [digest, ...others] = new Set(lines.map((line) => LINE.exec(line)?.[1]?.replaceAll(':', '')));
  return others.length === 0 ? digest : undefined;
}
