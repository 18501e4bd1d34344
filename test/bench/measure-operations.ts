// One client at a time repeats each operation on one pipeline of a given size. A script without a service publishes the
// same draft for comparison; large drafts are left out, since it takes over a minute there.
import { createBenchPipeline } from './bench-pipeline.ts';
import { measureRepeatedly } from './measure-repeatedly.ts';
import { createPlainWay } from './plain-way.ts';
import type { Sizes } from './run-round.ts';
import { createRecorder, type Meters, type Series } from './series.ts';
import type { Server } from './start-server.ts';

type Step = () => Promise<unknown>;

/** Of the plain way in one round, after the warm-ups: one by one they take 1 to 2 ms each. */
const MOST_HEADS = 5_000;
/** Beyond so many files a request takes seconds: fewer samples, and no plain way. */
const MANY_FILES = 1_000;
const FEW_SAMPLES = 5;

export async function measureOperations(
  server: Server,
  caseName: string,
  files: number,
  sizes: Sizes,
): Promise<readonly Series[]> {
  const { warmUps } = sizes;
  const { cpuClock, countRequests } = server;
  const samples = files > MANY_FILES ? Math.min(sizes.samples, FEW_SAMPLES) : sizes.samples;
  const pipeline = await createBenchPipeline(server, `operations_${files}`, files);
  const plainWay = createPlainWay(server, pipeline.prefix);

  const measure = (operation: string, request: Step) =>
    measureRepeatedly(`${caseName}: ${operation}`, request, { samples, warmUps }, { cpuClock });

  /** Edits, which is neither timed nor counted, then publishes. */
  async function measurePublish(
    operation: string,
    publish: Step,
    samples: number,
    meters: Meters = server,
  ): Promise<Series> {
    const recorder = createRecorder(meters);
    for (let n = 0; n < warmUps + samples; n++) {
      await pipeline.edit();
      await (n < warmUps ? publish() : recorder.time(publish));
    }
    return recorder.series(`${caseName}: ${operation}`);
  }

  async function measurePlainWay(): Promise<readonly Series[]> {
    if (files > MANY_FILES) return [];
    const some = Math.min(samples, Math.ceil(MOST_HEADS / files));
    const series = await measurePublish('plain way', plainWay.publish, some, { countRequests });
    return [{ ...series, beside: `${caseName}: publish` }];
  }

  const { publish, status, summaries, list, rollBack, observe } = pipeline;
  const series = [
    await measurePublish('publish', publish, samples),
    ...(await measurePlainWay()),
    await measure('GET P', status),
    await measure('summaries', summaries),
    await measure('list', list),
    await measure('rollback', rollBack),
    await measure('observe', observe),
  ];
  pipeline.close();
  plainWay.close();
  return series;
}
