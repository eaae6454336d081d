/**
 * How far octets are from even noise: Pearson's chi-squared over the 256 values, in standard deviations from its mean.
 * Noise gives about 0, and above 6 once in many millions; what a codec writes gives much more.
 */
export function unevenness(octets: Buffer): number {
  const counts = new Array<number>(256).fill(0);
  for (const octet of octets) counts[octet] = (counts[octet] ?? 0) + 1;
  const expected = octets.length / 256;
  const squares = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return (squares - 255) / Math.sqrt(2 * 255);
}
