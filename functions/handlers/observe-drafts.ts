import type { SQSHandler } from 'aws-lambda';
import { observeDrafts } from '../events/observe-drafts.ts';
import { deps } from './service.ts';
import { bucketName } from './versions.ts';

export const handler: SQSHandler = ({ Records: messages }, context) =>
  observeDrafts(deps, bucketName, { messages, remaining: () => context.getRemainingTimeInMillis() });
