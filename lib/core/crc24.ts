const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 16;
  for (let bit = 0; bit < 8; bit += 1) value = (value << 1) ^ (value & 0x800000 ? 0x864cfb : 0);
  return value & 0xffffff;
});

/** CRC-24 (RFC 9580, 6.1.1): tells early that a text was damaged, never that it is genuine. */
export function crc24(octets: Uint8Array): number {
  let crc = 0xb704ce;
  for (const octet of octets) crc = ((crc << 8) & 0xffffff) ^ (TABLE[(crc >> 16) ^ octet] ?? 0);
  return crc;
}
