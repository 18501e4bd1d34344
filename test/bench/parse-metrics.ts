// The counters and gauges of Prometheus' text format: https://prometheus.io/docs/instrumenting/exposition_formats/

export interface MetricSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const SAMPLE = /^([a-z_:][\w:]*)\s*(?:\{(.*)\})?\s*(\S+)(?:\s+-?\d+)?$/i;
const LABEL = /([a-z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"/gi;

/** Throws an `Error` for a line that is neither empty nor a comment nor a sample. */
export function parseMetrics(text: string): readonly MetricSample[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(parseSample);
}

function parseSample(line: string): MetricSample {
  const [, name, labels = '', value] = SAMPLE.exec(line) ?? [];
  if (name === undefined || value === undefined) throw new Error(`not a line of metrics: ${line}`);
  return { name, labels: parseLabels(labels), value: Number(value.replace('Inf', 'Infinity')) };
}

function parseLabels(text: string): MetricSample['labels'] {
  const pairs = [...text.matchAll(LABEL)].map(([, name, value = '']) => [name, unescaped(value)] as const);
  return Object.fromEntries(pairs);
}

function unescaped(value: string): string {
  return value.replaceAll(/\\(.)/g, (_, character) => (character === 'n' ? '\n' : character));
}
