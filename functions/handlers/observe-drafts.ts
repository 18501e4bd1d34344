import type { SQSHandler } from 'aws-lambda';
import { observeDrafts } from '../events/observe-drafts.ts';
import { bucketName, deps } from './service.ts';

export const handler: SQSHandler = ({ Records }) => observeDrafts(deps, bucketName, Records);
