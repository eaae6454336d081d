/**
 * How alike two small grey pictures are: Pearson's correlation, 1 for the same up to brightness and contrast, about 0 for
 * noise. 0 where one of them is of one grey alone.
 */
export function correlation(one: readonly number[], other: readonly number[]): number {
  if (one.length !== other.length) throw new Error('pictures of two sizes');
  const [a, b] = [centred(one), centred(other)];
  const norm = Math.sqrt(dot(a, a) * dot(b, b));
  return norm === 0 ? 0 : dot(a, b) / norm;
}

function centred(values: readonly number[]): readonly number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

const dot = (one: readonly number[], other: readonly number[]): number =>
  one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
