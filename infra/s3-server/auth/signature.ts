// A verified signature. The signatures of an upload's chunks are chained to it (payload/aws-chunked.ts).

export interface Signature {
  readonly date: Date;
  /** The day in the credential scope, `YYYYMMDD`. */
  readonly scopeDate: string;
  /** Lower-case hex. */
  readonly signature: string;
}
