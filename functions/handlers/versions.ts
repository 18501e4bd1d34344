// The service without its bucket, once per cold start: what most reads need.
import { wireVersions } from '../wiring/versions.ts';

export const { versions, runtime, config } = wireVersions();
export const { bucketName, draftRuns } = config;
