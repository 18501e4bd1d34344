// What a review costs: two versions side by side, a version beside the draft, and the patches of what has changed.
import { createBenchPipeline, pathsOf } from './bench-pipeline.ts';
import { measureRepeatedly } from './measure-repeatedly.ts';
import type { Sizes } from './run-round.ts';
import type { Series } from './series.ts';
import type { Server } from './start-server.ts';

const CHANGED = 10;

/** Version 2 and the draft are the same. Version 1 is in history, so that it has to be read. */
const COMPARISONS = {
  compare: { from: '1', to: '2' },
  'compare with the draft': { from: '1', to: 'draft' },
  'compare with patches': { from: '1', to: '2', patch: 'true' },
};

export async function measureComparisons(
  server: Server,
  caseName: string,
  sizes: Sizes,
): Promise<readonly Series[]> {
  const pipeline = await createBenchPipeline(server, 'compared', sizes.manyFiles);
  await pipeline.publish();
  for (const path of pathsOf(CHANGED)) await pipeline.edit(path);
  await pipeline.publish();

  const series: Series[] = [];
  for (const [operation, query] of Object.entries(COMPARISONS)) {
    const { files } = await pipeline.compare(query);
    const found = files.filter(({ patch }) => 'patch' in query === (patch !== undefined)).length;
    if (found !== CHANGED) throw new Error(`${operation} found ${found} changes instead of ${CHANGED}`);
    const name = `${caseName}: ${operation}`;
    series.push(await measureRepeatedly(name, () => pipeline.compare(query), sizes, server));
  }
  pipeline.close();
  return series;
}
