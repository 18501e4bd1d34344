// What happened: a version that became visible, a freeze that began or was lifted. An event is derived from stored records
// alone, so deriving it again gives the same event with the same id.
import { v5 as uuidv5 } from 'uuid';
import { type ShownVerdict, shownVerdict } from './checks/verdict.ts';
import type { FreezeAct } from './freeze.ts';
import { displayName, type Pipeline } from './pipeline.ts';
import type { VersionNumber, VersionRecord } from './version.ts';

export const NEWS_TYPES = [
  'version.published',
  'version.rolled_back',
  'pipeline.frozen',
  'pipeline.unfrozen',
  'namespace.frozen',
  'namespace.unfrozen',
] as const;
export type NewsType = (typeof NEWS_TYPES)[number];
export type NewsId = string & { readonly brand: 'NewsId' };

export interface News {
  readonly id: NewsId;
  readonly type: NewsType;
  readonly time: Date;
  readonly namespace: string;
  /** `null`: the whole namespace. */
  readonly pipeline: Pipeline | null;
  readonly versionNumber: VersionNumber | null;
  /** Of a version its message, of a freeze its reason. */
  readonly message: string | null;
  readonly createdBy: string | null;
  readonly rollbackOf: VersionNumber | null;
  /** The version that was current before. */
  readonly previous: number | null;
  readonly checks: ShownVerdict | null;
  /** When a freeze ends by itself, which is no news. */
  readonly until: Date | null;
}

export function newsOfVersion(pipeline: Pipeline, version: VersionRecord): News {
  const { number, createdAt, message, createdBy, rollbackOf, checks } = version;
  return {
    id: idOf(displayName(pipeline), String(number)),
    type: rollbackOf === null ? 'version.published' : 'version.rolled_back',
    time: createdAt,
    namespace: pipeline.namespace,
    pipeline,
    versionNumber: number,
    message,
    createdBy,
    rollbackOf,
    previous: number === 1 ? null : number - 1,
    checks: shownVerdict(checks),
    until: null,
  };
}

/** Of a pipeline, or of a whole namespace. */
export function newsOfFreeze(subject: Pipeline | string, { freeze, by, at }: FreezeAct): News {
  const pipeline = typeof subject === 'string' ? null : subject;
  const namespace = typeof subject === 'string' ? subject : subject.namespace;
  const type = `${pipeline ? 'pipeline' : 'namespace'}.${freeze ? 'frozen' : 'unfrozen'}` as const;
  return {
    id: idOf(pipeline ? displayName(pipeline) : namespace, `${type} ${at.toISOString()}`),
    type,
    time: at,
    namespace,
    pipeline,
    versionNumber: null,
    message: freeze?.reason ?? null,
    createdBy: by,
    rollbackOf: null,
    previous: null,
    checks: null,
    until: freeze?.until ?? null,
  };
}

/** Sorts news by time; those of one pipeline within a millisecond by number. No two have the same. */
export function placeOf({ time, namespace, pipeline, versionNumber, type }: News): string {
  const subject = pipeline ? displayName(pipeline) : namespace;
  const last = versionNumber === null ? type : String(versionNumber).padStart(10, '0');
  return `${time.toISOString()}#${subject}#${last}`;
}

/** What `placeOf` makes: 2026-05-05T12:00:00.250Z#default/silver/orders#0000000003. */
export const PLACE_PATTERN = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z#[a-z0-9_/-]{1,264}#[a-z0-9.]{1,20}$/;

// As of `pipelineId`: ids that follow from names (RFC 9562 §5.5).
const ID_NAMESPACE = '0f6f5c1e-54e0-4a57-9d8b-7e2a3c3d9b10';

const idOf = (subject: string, happening: string) =>
  uuidv5(`${subject} ${happening}`, ID_NAMESPACE) as NewsId;
