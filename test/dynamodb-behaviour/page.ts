// Writes docs/dynamodb-behaviour.md: node test/dynamodb-behaviour/page.ts
import { writeFile } from 'node:fs/promises';
import { PAGE_FILE, renderTables } from './render-page.ts';

await writeFile(PAGE_FILE, renderTables());
