import type { ScheduledHandler } from 'aws-lambda';
import { requestChecks } from '../events/request-checks.ts';
import { wireDraftChanges } from '../wiring/draft-changes.ts';
import { versions } from './versions.ts';

const send = wireDraftChanges();

/** A failure is tried again by Lambda, twice: asking for a pipeline two times does no harm. */
export const handler: ScheduledHandler = async () => {
  await requestChecks({ versions }, send);
};
