// The numbers that the report is made of.

/** The smallest value that at least `percent` % of the values do not exceed (nearest rank); NaN of nothing. */
export function percentile(values: readonly number[], percent: number): number {
  const rank = Math.max(1, Math.ceil((percent / 100) * values.length));
  return sorted(values)[rank - 1] ?? Number.NaN;
}

/** The middle value, or the mean of the two in the middle; NaN of nothing. */
export function median(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const [low, high] = [Math.floor(middle), Math.ceil(middle)];
  const inOrder = sorted(values);
  return ((inOrder[low] ?? Number.NaN) + (inOrder[high] ?? Number.NaN)) / 2;
}

/** Undefined of nothing. */
export function mean(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function sorted(values: readonly number[]): readonly number[] {
  return values.toSorted((a, b) => a - b);
}
