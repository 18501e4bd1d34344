// Runs all cases on a server, each in a partition of its own.
import pMap from 'p-map';
import type { Case } from './case.ts';
import { limits } from './limits.ts';
import { requests } from './requests.ts';
import { newSubject } from './subject.ts';

export const areas = [limits, requests];
export const cases = areas.flatMap((area) => area.cases);

/** By rule; an error that a case does not expect is `failed: …`. */
export async function runCases(url: string): Promise<ReadonlyMap<string, string>> {
  const { dynamodb, client, table } = await newSubject(url);
  const outcomeOf = async (example: Case, index: number) => {
    try {
      return await example.run({ dynamodb, client, table, pk: `case-${index}` });
    } catch (error) {
      return `failed: ${error}`;
    }
  };
  try {
    const outcomes = await pMap(
      cases,
      async (example, index) => [example.rule, await outcomeOf(example, index)] as const,
      { concurrency: 4 },
    );
    return new Map(outcomes);
  } finally {
    dynamodb.destroy();
  }
}
