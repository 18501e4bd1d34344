// Versions and files as answers show them, in the form of a history.
import { keyPrefix, type Pipeline } from '../../../functions/domain/pipeline.ts';
import type { SuccessBody } from '../../support/api.ts';
import type { Pins, Version } from '../history/history.ts';

export function versionIn(pipeline: Pipeline, body: SuccessBody<'getVersion'>): Version {
  const prefix = keyPrefix(pipeline);
  const pins = Object.entries(body.published_versions).map(([key, id]) => [key.slice(prefix.length), id]);
  return {
    number: body.version_number,
    message: body.message,
    createdAt: body.created_at,
    rollbackOf: body.rollback_of,
    pins: Object.fromEntries(pins.toSorted()),
  };
}

export function pinsIn(
  files: readonly { readonly path: string; readonly version_id: string | null }[],
): Pins {
  return Object.fromEntries(files.map(({ path, version_id }) => [path, version_id ?? 'null']).toSorted());
}
