// The S3 server as a process of its own, for tests that kill it: node s3-process.ts DATA_DIR
// Prints its URL when it is ready.
import { startIn } from './start-server.ts';

const server = await startIn(process.argv[2] ?? '');
process.stdout.write(`${server.url}\n`);
