// The `partNumber` of a request.
import { invalidArgument } from '../errors.ts';
import { queryNumber } from '../http/request.ts';
import type { S3Request } from './context.ts';

const MAX_PARTS = 10_000;

export function partNumberOf(request: S3Request): number {
  const partNumber = queryNumber(request, 'partNumber', 0);
  if (partNumber >= 1 && partNumber <= MAX_PARTS) return partNumber;
  throw invalidArgument(
    `Part number must be an integer between 1 and ${MAX_PARTS}, inclusive`,
    'partNumber',
    String(partNumber),
  );
}
