// The lifecycle rules of the bucket. Implemented by adapters/s3; test/contract/bucket-lifecycle.test.ts shows it.
import type { LifecycleRule } from '../domain/lifecycle.ts';

export interface BucketLifecycle {
  /**
   * All rules, in one request; `null` if the service may not read them, or the server has no such call. Throws
   * `THROTTLED` or `UNAVAILABLE` when the bucket does, and rejects if there is no bucket.
   */
  rules(): Promise<readonly LifecycleRule[] | null>;
}
