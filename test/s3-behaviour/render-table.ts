// The cases as a page of Markdown: a table for each area, and a footnote for each reason.
import { join } from 'node:path';
import { type Footnotes, renderPage } from '../support/behaviour-page.ts';
import { areas, cases } from './all-cases.ts';
import type { Case } from './case.ts';
import { VERSIONS } from './servers.ts';

export const TABLE_FILE = join(import.meta.dirname, '../../docs/s3-behaviour.md');

function remark({ note, bucket }: Case, notes: Footnotes): string {
  const state = bucket && bucket !== 'Enabled' ? ` *(${bucket.toLowerCase()} at first)*` : '';
  return `${state}${note ? notes.add(note) : ''}`;
}

const count = (isCounted: (example: Case) => unknown): number => cases.filter(isCounted).length;

const introduction = (): string => `# S3's behaviour, case by case

What S3 does with versions, lists, conditions and odd names, and what the servers do that this service runs on: the embedded S3 (\`infra/s3-server/\`), MinIO \`${VERSIONS.minio}\` and LocalStack \`${VERSIONS.localstack}\`. Each of the ${cases.length} rules is a case in \`test/s3-behaviour/cases/\` that is run on a server in a bucket of its own; its outcome is a short text, with version IDs replaced by \`v1\`, \`v2\`, … and those of delete markers by \`m1\`, …, in the order in which they were made.

- **AWS**: what its documentation says (${count(({ source }) => source.kind === 'documented')} rules) or, where that is silent, what others measured on AWS and wrote down (${count(({ source }) => source.kind === 'measured')} rules, marked *measured*). Nothing here was run on AWS by us.
- **✓**: the server does as AWS. Else its outcome, with the reason where we know it. The embedded S3 differs in ${count(({ embedded }) => embedded)} of these rules, on purpose, MinIO in ${count(({ minio }) => minio)}, LocalStack in ${count(({ localstack }) => localstack)}.
- Buckets have versioning unless the rule says otherwise.
- **We rely on this** (${count(({ reliedOn }) => reliedOn)} rules): what would break, or what we do so that it does not.

\`npm test\` runs all cases on the embedded S3. \`test/s3-behaviour/others.real.ts\` runs them on MinIO and LocalStack, and fails on a difference that is not in the case as on one that is no more. This page is made from the cases by \`node test/s3-behaviour/table.ts\`.

Where a difference could hurt the service:

- **LocalStack, a draft of more than 1,000 entries with keys that need encoding** (anything but \`A-Z a-z 0-9 - . _ ~ /\`): pages of either list may leave keys out, or come again without end, which the service answers with an error. AWS, MinIO and the embedded S3 are fine.
- **MinIO, a key that is the folder of another** (\`a\` and \`a/b\`): the longer one is stored and can be read, but no list shows it, not even one with the prefix \`a/\`. Such files are missing from drafts on MinIO, and an object whose key is a pipeline's folder without its slash hides all of the pipeline. The API and \`push\` make no such pair, and a restore that the list contradicts fails. A pair that another tool makes goes unnoticed.
- **MinIO, a delete of a key that never existed** leaves no marker and makes no event. The draft is the same with it and without.

Left out, because AWS documents nothing and we found no measurement: \`start-after\` of ListObjectsV2 inside of a common prefix (the embedded S3 skips the prefix, as is measured for \`marker\` and \`key-marker\`), a version ID of another key, \`versionId=null\` where there is no null version, and the MaxKeys that a list echoes for more than 1,000.
`;

export function renderTable(): string {
  return renderPage<Case>({
    introduction: introduction(),
    areas,
    servers: {
      Embedded: ({ embedded }) => embedded,
      MinIO: ({ minio }) => minio,
      LocalStack: ({ localstack }) => localstack,
    },
    remark,
  });
}
