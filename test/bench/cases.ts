// THE list of what is measured. A case is added by one row here.
import { measureComparisons } from './measure-comparisons.ts';
import { measureHistory } from './measure-history.ts';
import { measureOperations } from './measure-operations.ts';
import { measurePublishers } from './measure-publishers.ts';
import { measurePulls } from './measure-pulls.ts';
import type { Sizes } from './run-round.ts';
import type { Series } from './series.ts';
import type { Server } from './start-server.ts';

export interface Case {
  readonly name: string;
  measure(server: Server): Promise<readonly Series[]>;
}

export function allCases(sizes: Sizes): Case[] {
  return [
    operations(3, sizes),
    operations(10, sizes),
    operations(100, sizes),
    operations(1_000, sizes),
    operations(sizes.most, sizes),
    history(10, sizes),
    history(sizes.most, sizes),
    comparisons(sizes),
    pulls(sizes),
    publishers(1, 3, sizes),
    publishers(1, sizes.manyFiles, sizes),
    publishers(16, 3, sizes),
  ];
}

function operations(files: number, sizes: Sizes): Case {
  const name = `${files.toLocaleString('en')} files`;
  return { name, measure: (server) => measureOperations(server, name, files, sizes) };
}

function history(versions: number, sizes: Sizes): Case {
  const name = `${versions.toLocaleString('en')} versions`;
  return { name, measure: (server) => measureHistory(server, name, versions, sizes) };
}

function comparisons(sizes: Sizes): Case {
  const name = `10 of ${sizes.manyFiles.toLocaleString('en')} files changed`;
  return { name, measure: (server) => measureComparisons(server, name, sizes) };
}

function pulls(sizes: Sizes): Case {
  const name = `${sizes.manyFiles.toLocaleString('en')} files of 4 KB`;
  return { name, measure: (server) => measurePulls(server, name, sizes) };
}

function publishers(pipelines: 1 | 16, files: number, sizes: Sizes): Case {
  const place = pipelines === 1 ? 'one pipeline' : 'sixteen pipelines';
  const name = `16 publishers on ${place} of ${files.toLocaleString('en')} files`;
  return { name, measure: (server) => measurePublishers(server, name, { pipelines, files }, sizes) };
}
