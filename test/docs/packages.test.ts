// Documents name the packages that a service of this version hands out.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

test('each address of a package has the version that is here', () => {
  const pages = globSync(['README.md', 'docs/*.md', 'examples/**/*.md'], { cwd: ROOT });
  const named = pages.flatMap((page) =>
    [
      ...readFileSync(join(ROOT, page), 'utf8').matchAll(
        /\/packages\/(pipeline[-_]versioning-\S+\.(?:tgz|whl))/g,
      ),
    ].map(([, name]) => name),
  );

  expect(new Set(named)).toEqual(
    new Set([`pipeline-versioning-${version}.tgz`, `pipeline_versioning-${version}-py3-none-any.whl`]),
  );
});
