/**
 * How many samples a test draws: `usual`, or MAX_SAMPLES where that is less. Mutation testing runs such a test once for
 * each mutant.
 */
export function samples(usual: number): number {
  return Math.min(usual, Number(process.env.MAX_SAMPLES || usual));
}
