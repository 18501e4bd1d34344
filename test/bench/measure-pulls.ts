// What the start of a run costs: the command line's pull, without the start of its process; the same with one file
// after another; and the plain way.
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchFiles } from '../../cli/pull/fetch-files.ts';
import { pull } from '../../cli/pull/pull.ts';
import { createClient } from '../../client/client.ts';
import { atExit } from '../../infra/local/servers/at-exit.ts';
import { createBenchPipeline } from './bench-pipeline.ts';
import { createPlainPull } from './plain-pull.ts';
import type { Sizes } from './run-round.ts';
import { createRecorder, type Series } from './series.ts';
import type { Server } from './start-server.ts';

const FILE_BYTES = 4_096;

/** Of each way in one round, the first time apart: one by one they take 1 to 3 ms each. */
const MOST_FILES = 5_000;

type Way = (dir: string) => Promise<unknown>;

export async function measurePulls(
  server: Server,
  caseName: string,
  { samples, manyFiles }: Sizes,
): Promise<readonly Series[]> {
  const { pipeline, publish, close } = await createBenchPipeline(server, 'pulled', manyFiles, FILE_BYTES);
  await publish();
  const client = createClient({ baseUrl: server.apiUrl });
  const readManifest = async (presign: boolean) =>
    (await client.getPublished({ path: pipeline, query: { presign } })).body;
  const plainPull = createPlainPull(server, () => readManifest(false));
  const { signal } = new AbortController();
  const deps = { readManifest, serviceUrl: server.apiUrl, onStart() {}, onFile() {}, signal };

  const ways: Readonly<Record<string, Way>> = {
    pull: (dir) => pull(deps, dir, { skipUnusable: false }),
    'pull, one by one': async (dir) => {
      const { files } = await readManifest(false);
      await mkdir(dir);
      await fetchFiles(files, dir, {
        fetchLinks: async () => (await readManifest(true)).files,
        concurrency: 1,
      });
    },
    'plain way': plainPull.pull,
  };
  const rounds = Math.min(samples, Math.ceil(MOST_FILES / manyFiles));
  const series = await measureInTurn(caseName, ways, rounds, server);
  plainPull.close();
  close();
  return series.map((one, n) => (n === 0 ? one : { ...one, beside: `${caseName}: pull` }));
}

/** Each way once, not timed, then each so many times, always into a new directory. */
async function measureInTurn(
  caseName: string,
  ways: Readonly<Record<string, Way>>,
  samples: number,
  { countRequests }: Server,
): Promise<readonly Series[]> {
  const root = await mkdtemp(join(tmpdir(), 'bench-pull-'));
  // Not earlier: on ext4, new files take several times as long while the blocks of others are being freed.
  const remove = () => rmSync(root, { recursive: true, force: true });
  const callOff = atExit(remove);
  const recorders = Object.entries(ways).map(([name, way]) => ({
    name,
    way,
    ...createRecorder({ countRequests }),
  }));
  for (const { name, way } of recorders) await way(join(root, `warm-up of ${name}`));
  for (let n = 0; n < samples; n++)
    for (const { name, way, time } of recorders) await time(() => way(join(root, `${name} ${n}`)));
  remove();
  callOff();
  return recorders.map(({ name, series }) => series(`${caseName}: ${name}`));
}
