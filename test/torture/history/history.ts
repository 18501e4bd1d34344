// What one pipeline's clients asked for and were answered, and what was stored in the end. Plain data: it is written to
// a file when a check fails, and judged again from there.

/** By one clock, in milliseconds. */
export interface Window {
  readonly began: number;
  /**
   * When the client learned the outcome. `null`: it never did, because no answer came or the answer leaves the outcome
   * open. The effect may then come at any time after `began`, several times (a proxy repeats requests), or never.
   */
  readonly ended: number | null;
}

export type Outcome = 'done' | 'refused' | 'unknown';

export interface Save extends Window {
  readonly op: 'save';
  readonly path: string;
  readonly etag: string;
  readonly outcome: Outcome;
  /** The S3 version that the answer named. */
  readonly versionId: string | null;
  /** The ETag that had to be current; left out if the save was unconditional. */
  readonly ifMatch?: string;
}

export interface Deletion extends Window {
  readonly op: 'delete';
  readonly path: string;
  readonly outcome: Outcome;
  /** The delete marker, where the answer named it. */
  readonly versionId: string | null;
}

/** A published version, as an answer showed it. */
export interface Version {
  readonly number: number;
  readonly message: string;
  readonly createdAt: string;
  readonly rollbackOf: number | null;
  /** S3 version IDs by path. */
  readonly pins: Pins;
}

export type Pins = Readonly<Record<string, string>>;

export type Answer =
  | { readonly kind: 'made'; readonly version: Version; readonly replayed: boolean }
  | { readonly kind: 'unchanged'; readonly version: Version; readonly replayed: boolean }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'unknown' };

/** What is sent to publish or to roll back, and sent again with the same key. */
export interface VersionRequest {
  /** No other request has it: versions are known by it. */
  readonly message: string;
  readonly key: string | null;
  /** Of a rollback; `null` for a publish. */
  readonly target: number | null;
  readonly expectedVersion: number | null;
  readonly skipUnchanged: boolean;
}

/** A client that repeats a request records each attempt. */
export interface Attempt extends Window, Omit<VersionRequest, 'skipUnchanged'> {
  readonly op: 'publish' | 'rollback';
  readonly answer: Answer;
}

export interface Restore extends Window {
  readonly op: 'restore';
  readonly target: number;
  readonly outcome: Outcome;
}

export interface Read extends Window {
  readonly op: 'read';
  readonly what: string;
  /** Number of the current version, 0 before the first; `null` where the answer does not say. */
  readonly current: number | null;
  readonly versions: readonly Version[];
  /** The files that runs would use. */
  readonly manifest: { readonly number: number; readonly pins: Pins } | null;
  /** The draft, file by file. */
  readonly draft: Pins | null;
}

/** An answer that no client should get, or none at all. */
export interface Fault extends Window {
  readonly op: 'fault';
  readonly what: string;
}

export type Operation = Save | Deletion | Attempt | Restore | Read | Fault;

/** One version of one object; `etag` is `null` for a delete marker. */
export interface StoredObject {
  readonly path: string;
  readonly versionId: string;
  readonly etag: string | null;
}

/** What is stored, read without faults. */
export interface Stored {
  /** Oldest first. */
  readonly versions: readonly Version[];
  /** Oldest first within each path. */
  readonly objects: readonly StoredObject[];
  readonly draftDirty: boolean | null;
}

export interface History {
  readonly pipeline: string;
  readonly operations: readonly Operation[];
  /** When every request had been answered or had died with its process, and the events had been delivered. */
  readonly end: Stored;
}
