// Which servers the suites run on: the variable SERVER_SET, or a deployed stack if TARGET_URL names one. Read by the
// global set-up, by THE places that start servers (backing-servers.ts, servers.ts), and by the cases that pin a
// difference between servers.

export const SERVER_SETS = [
  'embedded',
  'minio+dynamodb-local',
  'minio+localstack',
  'localstack',
  'deployed',
] as const;
export type ServerSet = (typeof SERVER_SETS)[number];

export const serverSet = parse(process.env.SERVER_SET || (process.env.TARGET_URL ? 'deployed' : 'embedded'));

/** What the drafts are kept in. */
export const s3Server = (
  {
    embedded: 'embedded',
    'minio+dynamodb-local': 'MinIO',
    'minio+localstack': 'MinIO',
    localstack: 'LocalStack',
    deployed: 'deployed',
  } as const
)[serverSet];
export const usesLocalStack = serverSet.endsWith('localstack');
/** Some eight versions of one pipeline a second. */
export const isSlow = usesLocalStack || serverSet === 'deployed';

/**
 * By how much a deadline exceeds what the embedded servers of a quiet machine need: a deadline costs nothing while tests
 * pass. MinIO's events come one at a time, and one that fails holds up the others for 3 s. Of a deployed stack, an event
 * that failed once, such as during a deployment, comes again after three minutes.
 */
const PATIENCE = {
  embedded: 2,
  'minio+dynamodb-local': 8,
  'minio+localstack': 8,
  localstack: 8,
  deployed: 16,
};

/** Milliseconds that a test may take which needs at most so many on the embedded servers of a quiet machine. */
export function patience(milliseconds: number): number {
  return milliseconds * PATIENCE[serverSet];
}

function parse(name: string): ServerSet {
  const found = SERVER_SETS.find((known) => known === name);
  if (found === undefined) throw new Error(`SERVER_SET is ${name}; it may be ${SERVER_SETS.join(', ')}`);
  return found;
}
