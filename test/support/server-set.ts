// Which servers the suites run on: the variable SERVER_SET. Read by the global set-up, by THE place that starts
// servers (backing-servers.ts), and by the cases that pin a difference between servers.

export const SERVER_SETS = ['embedded', 'minio+dynamodb-local', 'minio+localstack', 'localstack'] as const;
export type ServerSet = (typeof SERVER_SETS)[number];

export const serverSet = parse(process.env.SERVER_SET || 'embedded');

/** What the drafts are kept in. */
export const s3Server = serverSet.startsWith('minio')
  ? 'MinIO'
  : serverSet === 'localstack'
    ? 'LocalStack'
    : 'embedded';
export const usesLocalStack = serverSet.endsWith('localstack');

/** Milliseconds that a test may take which takes so many on the embedded servers. */
export function patience(milliseconds: number): number {
  return serverSet === 'embedded' ? milliseconds : milliseconds * (usesLocalStack ? 8 : 4);
}

function parse(name: string): ServerSet {
  const found = SERVER_SETS.find((known) => known === name);
  if (found === undefined) throw new Error(`SERVER_SET is ${name}; it may be ${SERVER_SETS.join(', ')}`);
  return found;
}
