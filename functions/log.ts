// One JSON line per event worth keeping. Never file contents, never tokens.
import { Logger } from '@aws-lambda-powertools/logger';

export const log = new Logger({ serviceName: 'pipeline-versioning' });
