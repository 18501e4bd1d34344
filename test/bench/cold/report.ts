// The report: the setting, medians and sizes, what the bundles are made of, and what each round measured.
import { machine } from '../machine.ts';
import { row } from '../row.ts';
import { median } from '../statistics.ts';
import type { ColdTimes } from './cold-start.ts';
import type { Measured } from './measure-rounds.ts';
import type { RuntimeClient } from './runtime-client.ts';

type Figure = (times: ColdTimes) => number;

const FIGURES: Readonly<Record<string, Figure>> = {
  'init ms': ({ init }) => init,
  'first answer ms': ({ firstAnswer }) => firstAnswer,
  'cpu ms': ({ cpu = Number.NaN }) => cpu,
};
const TITLES = [...Object.keys(FIGURES), 'KiB', 'gzip KiB'];
const LARGEST = 5;

export function report(measured: readonly Measured[], client: RuntimeClient): string {
  const rounds = measured[0]?.times.length ?? 0;
  const raw = Object.entries(FIGURES).map(([title, figure]) => rawValues(title, figure, measured));
  return [introduction(rounds, client), medians(measured), largestInputs(measured), ...raw].join('\n\n');
}

function introduction(rounds: number, { version }: RuntimeClient): string {
  return `${machine()}
Each function as it is deployed, in a new process of Node with AWS's runtime client (aws-lambda-ric ${version}), against
the embedded S3 and DynamoDB. Both times begin with the process: init ends when the function asks for its first event,
first answer with the answer to it, which has to be a success. cpu is the CPU time of the process until then, which
other work on the machine changes least; Linux alone says it. Rounds: ${rounds}, every second one in reverse order.
The figures depend on the machine, and there is no Lambda sandbox: no share of a CPU, no download of the code, no way
to AWS. They compare bundles with each other and with earlier ones; on Lambda all of them are others.`;
}

function medians(measured: readonly Measured[]): string {
  const rows = measured.map(({ fn: { name, bundle }, times }) => {
    const figures = Object.values(FIGURES).map((figure) => median(times.map(figure)).toFixed(1));
    const sizes = bundle === undefined ? [] : [kib(bundle.bytes), kib(bundle.gzipBytes)];
    return row(name, [...figures, ...sizes], TITLES);
  });
  return [row('median of the rounds', TITLES, TITLES), ...rows].join('\n');
}

/** Bundles with the same largest inputs share a line. */
function largestInputs(measured: readonly Measured[]): string {
  const bundles = measured.flatMap(({ fn: { bundle } }) => bundle ?? []);
  const groups = Map.groupBy(bundles, ({ inputs }) =>
    inputs
      .slice(0, LARGEST)
      .map(([input, bytes]) => `${input} ${kib(bytes)}`)
      .join(', '),
  );
  const lines = [...groups].map(
    ([inputs, group]) => `${group.map(({ name }) => name).join(', ')}:\n  ${inputs}`,
  );
  return [`the ${LARGEST} largest inputs of each bundle, in KiB`, ...lines].join('\n');
}

function rawValues(title: string, figure: Figure, measured: readonly Measured[]): string {
  const rounds = measured[0]?.times.map((_, n) => `round ${n + 1}`) ?? [];
  const rows = measured.map(({ fn, times }) => {
    return row(
      fn.name,
      times.map((time) => figure(time).toFixed(1)),
    );
  });
  return [row(`${title}, raw`, rounds), ...rows].join('\n');
}

const kib = (bytes: number) => (bytes / 1024).toFixed(0);
