// One person at a time: each operation again and again on one pipeline of so many files, nothing else going on.
import { createBenchPipeline } from './bench-pipeline.ts';
import type { Sizes } from './run-round.ts';
import { createRecorder, type Series } from './series.ts';
import type { Server } from './start-server.ts';

type Step = () => Promise<unknown>;

export async function measureOperations(
  server: Server,
  caseName: string,
  files: number,
  { samples, warmUps }: Sizes,
): Promise<readonly Series[]> {
  const pipeline = await createBenchPipeline(server, `operations_${files}`, files);

  /** `before` is not timed. */
  async function measure(operation: string, request: Step, before?: Step): Promise<Series> {
    const recorder = createRecorder();
    for (let n = 0; n < warmUps + samples; n++) {
      await before?.();
      await (n < warmUps ? request() : recorder.time(request));
    }
    return recorder.series(`${caseName}: ${operation}`);
  }

  const { publish, list, rollBack, observe, edit } = pipeline;
  const series = [
    await measure('publish', publish, edit),
    await measure('list', list),
    await measure('rollback', rollBack),
    await measure('observe', observe),
  ];
  pipeline.close();
  return series;
}
