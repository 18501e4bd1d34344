// Writes docs/dynamodb-behaviour.md: node test/dynamodb-behaviour/page.ts
import { writeFile } from 'node:fs/promises';
import { PAGE_FILE, renderPage } from './render-page.ts';

await writeFile(PAGE_FILE, renderPage());
