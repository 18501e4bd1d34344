// What the figures were measured on, as the first line of a report.
import { availableParallelism, cpus } from 'node:os';

export function machine(): string {
  const cpu = cpus()[0]?.model.trim() ?? 'unknown processor';
  return `Node ${process.versions.node} on ${process.platform} ${process.arch}, ${availableParallelism()} cores (${cpu})`;
}
