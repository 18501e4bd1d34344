// Sixteen publishers at once, each sending its next publish as soon as the last one is answered.
import { type BenchPipeline, createBenchPipeline } from './bench-pipeline.ts';
import type { Sizes } from './run-round.ts';
import { createRecorder, type Series } from './series.ts';
import type { Server } from './start-server.ts';

const PUBLISHERS = 16;

export async function measurePublishers(
  server: Server,
  caseName: string,
  { pipelines: pipelineCount, files }: { readonly pipelines: number; readonly files: number },
  { warmUps, publishesEach }: Sizes,
): Promise<readonly Series[]> {
  const pipelines: BenchPipeline[] = [];
  for (let n = 0; n < pipelineCount; n++) {
    pipelines.push(await createBenchPipeline(server, `publishers_${pipelineCount}_${files}_${n}`, files));
  }
  const publishers = Array.from({ length: PUBLISHERS / pipelineCount }, () => pipelines).flat();
  // The first publish reads every text for its checks, which is not what publishers race for.
  for (const { publish } of pipelines) await publish();
  // Among many files a slow machine refuses one now and then, after 20 s; of those that are timed the report says so.
  const warmUp = createRecorder();
  await Promise.all(publishers.map(({ publish }) => repeat(warmUps, () => warmUp.time(publish))));
  const recorder = createRecorder();

  const start = performance.now();
  await Promise.all(publishers.map(({ publish }) => repeat(publishesEach, () => recorder.time(publish))));
  const seconds = (performance.now() - start) / 1_000;

  for (const pipeline of pipelines) pipeline.close();
  return [recorder.series(caseName, seconds)];
}

async function repeat(times: number, step: () => Promise<unknown>): Promise<void> {
  for (let n = 0; n < times; n++) await step();
}
