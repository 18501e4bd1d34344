// The addresses of views. Names of pipelines need no encoding; everything else does.
import type { PipelineId } from './pipeline-id.ts';
import { pathOf } from './pipeline-id.ts';

type Parameters = Readonly<Record<string, string | number | undefined>>;

/** `view` is empty for the overview, else `code`, `run`, `compare` or `versions/3`. */
export function addressOf(id: PipelineId, view = '', parameters: Parameters = {}): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return `/pipelines/${pathOf(id)}${view && `/${view}`}${query && `?${query}`}`;
}

/** A file of the draft, or of a version, in the editor. */
export function fileAddress(id: PipelineId, file: string, version?: number): string {
  return addressOf(id, 'code', { file, version });
}
