// The report's first part: what the figures were measured on, and how.
import type { ServerChoice } from './chosen-servers.ts';
import { machine } from './machine.ts';
import type { Sizes } from './run-round.ts';
import type { ServerNames } from './server-names.ts';

export interface Setting {
  readonly choice: ServerChoice;
  readonly names: ServerNames;
  readonly sizes: Sizes;
  readonly rounds: number;
}

export function introduction({ choice, names, sizes, rounds }: Setting): string {
  const { samples, warmUps, publishesEach } = sizes;
  return `${machine()}
S3: ${names.s3}${away(choice)}. DynamoDB: ${names.dynamodb}.
Rounds: ${rounds}, each of a fresh client and fresh server processes on fresh data, every second one in reverse order.
Each round: ${samples} requests per operation and size, after ${warmUps} that are not counted; fewer where they take long (see
samples, which are of all rounds); ${publishesEach} publishes per publisher.
A publish follows the edit of one file. ${choice.minio ? WITHOUT_EVENTS : WITH_EVENTS}
cpu ms: CPU time of the service's process for one request, ${ownOrEmbedded(choice)}; the mean of those
that were timed. Linux alone says it.
A list is a page of up to 50 versions with all their pins.
The plain way publishes the same draft: ListObjectsV2, a HeadObject for each file, one after another, GetItem, and a
PutItem without condition; by SDK clients inside the bench's process, so without the HTTP hop to a service that all
other figures include. It lists once: nothing proves that the files ever stood like that at one instant.
A pull is that of the command line, without the start of its process: manifest, links, all files side by side, checked
and on the disk, and the swap of the directory. One by one: the same with one file at a time, and no swap. The plain
way: one GetObject after another by the SDK, written as it comes and not waited for.`;
}

function away({ distance }: ServerChoice): string {
  return distance ? `, ${distance} ms away (each way)` : '';
}

function ownOrEmbedded({ minio, dynamodbLocal }: ServerChoice): string {
  return minio && dynamodbLocal ? 'which has no server in it' : 'embedded servers included';
}

const WITH_EVENTS = "The edit's event is handled before the clock starts.";

/** MinIO's webhook can be 3 s late. */
const WITHOUT_EVENTS = `The service runs with --no-events: before the clock starts
the bench has each edit observed by GET …?refresh=true, so nothing else goes on while a request is timed.
The requests at MinIO are what MinIO counted, read before and after each of those that were timed.`;
