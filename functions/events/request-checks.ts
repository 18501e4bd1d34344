// Asks the observer to look at every pipeline: at its draft, which mends what lost events left behind, and at the pins of
// its current version. One message for each, so that any number of pipelines is looked at in time.
import type { Pipeline } from '../domain/pipeline.ts';
import { log } from '../log.ts';
import type { VersionDeps } from '../usecases/deps.ts';
import { checkMessage } from './pipelines-of-records.ts';

/** As many messages as a queue takes at once. */
const AT_ONCE = 10;

/** How many pipelines were asked for. Rejects at the first messages that `send` rejects; earlier ones stay sent. */
export async function requestChecks(
  { versions }: VersionDeps,
  send: (bodies: readonly string[]) => Promise<void>,
): Promise<number> {
  let asked = 0;
  let waiting: Pipeline[] = [];
  const flush = async () => {
    if (waiting.length === 0) return;
    await send(waiting.map(checkMessage));
    asked += waiting.length;
    waiting = [];
  };
  for await (const { pipeline } of versions.pipelines({})) {
    waiting.push(pipeline);
    if (waiting.length === AT_ONCE) await flush();
  }
  await flush();
  log.info('checks requested', { pipelines: asked });
  return asked;
}
