import type { SQSHandler } from 'aws-lambda';
import { observeChangedDrafts } from '../events/draft-changes.ts';
import { bucketName, deps } from './service.ts';

export const handler: SQSHandler = ({ Records }) => observeChangedDrafts(deps, bucketName, Records);
