// Writes docs/s3-behaviour.md: node test/s3-behaviour/table.ts
import { writeFile } from 'node:fs/promises';
import { renderTable, TABLE_FILE } from './render-table.ts';

await writeFile(TABLE_FILE, renderTable());
