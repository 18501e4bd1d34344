// What a browser fetches before the first view is there: the page, its script with what that imports, its styles.
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { buildPortal, PAGE, type PortalFiles } from '../../../portal/build.ts';

const MAX_BYTES = 60 * 1024;
const IMPORT = /(?:from|import)\s*"\.\/([^"]+)"/g;

const files = await buildPortal();

/** Paths, without what is imported on demand. */
function firstLoad(all: PortalFiles): ReadonlySet<string> {
  const found = new Set([PAGE]);
  for (const path of found) for (const named of namedIn(path, all)) found.add(named);
  return found;
}

function namedIn(path: string, all: PortalFiles): readonly string[] {
  const text = textOf(path, all);
  if (path === PAGE) return [...text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, named = '']) => named);
  return [...text.matchAll(IMPORT)].map(([, chunk]) => `/assets/${chunk}`);
}

function textOf(path: string, all: PortalFiles): string {
  const file = all.get(path);
  if (file === undefined) throw new Error(`${path} is missing`);
  return new TextDecoder().decode(file.body);
}

test('the first load is at most 60 KB, compressed', () => {
  const sizes = [...firstLoad(files)].map((path) => gzipSync(files.get(path)?.body ?? '').length);

  expect(sizes.length).toBeGreaterThan(3);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MAX_BYTES);
});

test('the editor and the sign-in come on demand', () => {
  const texts = [...firstLoad(files)].map((path) => textOf(path, files)).join('\n');

  expect(texts).not.toContain('cm-editor');
  expect(texts).not.toContain('code_verifier');
  expect([...files.keys()].some((path) => textOf(path, files).includes('cm-editor'))).toBe(true);
});

test('the same sources make the same files', async () => {
  const again = await buildPortal();

  expect([...again.keys()]).toEqual([...files.keys()]);
});
