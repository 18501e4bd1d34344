// The cases as a page of Markdown: a table for each area, and a footnote for each reason.
import { join } from 'node:path';
import { renderPage } from '../support/behaviour-page.ts';
import type { Case } from './case.ts';
import { areas, cases } from './run-cases.ts';

export const PAGE_FILE = join(import.meta.dirname, '../../docs/dynamodb-behaviour.md');

const differences = (): number => cases.filter(({ embedded }) => embedded !== undefined).length;

const introduction = (): string => `# DynamoDB's behaviour, case by case

What DynamoDB does with conditions, limits and capacity, and what the servers do that this service runs on: the embedded table (dynalite, with the limits of \`infra/local/embedded/limits.ts\`) and DynamoDB Local. Each of the ${cases.length} rules is a case in \`test/dynamodb-behaviour/\`; its outcome is a short text.

- **AWS**: what its documentation says. Nothing here was run on AWS by us.
- **✓**: the server does as AWS. Else its outcome, with the reason. The embedded table differs in ${differences()} of these rules; a test fails when there are more, or fewer.
- **We rely on this**: what would break otherwise.

\`npm test\` runs all cases on the embedded table, \`npm run test:servers\` on DynamoDB Local. This page is made from the cases by \`node test/dynamodb-behaviour/page.ts\`.

The embedded table never throttles, has no backups, no streams and no tags, and deletes nothing by time.
`;

export function renderTables(): string {
  return renderPage<Case>({
    introduction: introduction(),
    areas,
    servers: {
      Embedded: ({ embedded }) => embedded,
      'DynamoDB Local': ({ dynamodbLocal }) => dynamodbLocal,
    },
  });
}
