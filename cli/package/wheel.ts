// The Python client as a wheel, made without Python, which a machine that only runs the service need not have:
// node cli/package/wheel.ts DIR
// test/python/test_wheel.py holds it against the wheel that the build tool makes.
// https://packaging.python.org/en/latest/specifications/binary-distribution-format/
import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { parse } from 'smol-toml';
import * as z from 'zod';

const PROJECT = join(import.meta.dirname, '../../client/python');
const SOURCES = join(PROJECT, 'src');

interface Entry {
  readonly path: string;
  readonly body: Buffer;
}

export interface Wheel {
  readonly name: string;
  readonly body: Buffer;
}

export function buildWheel(): Wheel {
  const project = readProject();
  const module = moduleOf(project.name);
  const info = `${module}-${project.version}.dist-info`;
  const entries: readonly Entry[] = [
    ...globSync(`${module}/**/*.{py,typed}`, { cwd: SOURCES })
      .toSorted()
      .map((path) => ({ path, body: readFileSync(join(SOURCES, path)) })),
    { path: `${info}/WHEEL`, body: Buffer.from(WHEEL) },
    { path: `${info}/METADATA`, body: Buffer.from(metadataOf(project)) },
  ];
  const record = { path: `${info}/RECORD`, body: Buffer.from(recordOf(entries, info)) };
  return { name: `${module}-${project.version}-py3-none-any.whl`, body: zipped([...entries, record]) };
}

/**
 * Stored without compression, so that the same files give the same bytes under every release of the library. Dates and
 * modes are those that the build tools of Python write for SOURCE_DATE_EPOCH=315532800.
 */
function zipped(entries: readonly Entry[]): Buffer {
  const asUnix = { os: 3, attrs: 0o100644 * 2 ** 16, mtime: new Date(1980, 0, 1) };
  const files = Object.fromEntries(entries.map(({ path, body }) => [path, body]));
  return Buffer.from(zipSync(files, { level: 0, ...asUnix }));
}

const WHEEL = `Wheel-Version: 1.0
Generator: pipeline-versioning
Root-Is-Purelib: true
Tag: py3-none-any
`;

function metadataOf({ name, version, description, 'requires-python': python, ...rest }: Project): string {
  const extras = Object.entries(rest['optional-dependencies']).toSorted(([one], [other]) =>
    one < other ? -1 : 1,
  );
  const needs = extras.map(([extra, [needed]]) => `Requires-Dist: ${needed} ; extra == "${extra}"`);
  const provides = extras.map(([extra]) => `Provides-Extra: ${extra}`);
  return `Metadata-Version: 2.5
Name: ${name}
Version: ${version}
Summary: ${description}
Requires-Python: ${python}
${[...needs, ...provides].join('\n')}
Import-Name: ${moduleOf(name)}
`;
}

function recordOf(entries: readonly Entry[], info: string): string {
  const lines = entries.map(({ path, body }) => {
    const hash = createHash('sha256').update(body).digest('base64url');
    return `${path},sha256=${hash},${body.length}\n`;
  });
  return `${lines.join('')}${info}/RECORD,,\n`;
}

/** All that pyproject.toml may say of the project: what is not known here would be missing in the wheel. */
const projectFile = z.object({
  project: z.strictObject({
    name: z.string(),
    version: z.string(),
    description: z.string(),
    'requires-python': z.string(),
    dependencies: z.tuple([]),
    'optional-dependencies': z.record(z.string(), z.tuple([z.string()])),
  }),
});

type Project = z.infer<typeof projectFile>['project'];

/** Throws if pyproject.toml says more or less than the wheel can. */
function readProject(): Project {
  return projectFile.parse(parse(readFileSync(join(PROJECT, 'pyproject.toml'), 'utf8'))).project;
}

function moduleOf(name: string): string {
  return name.replaceAll('-', '_');
}

if (import.meta.main) {
  const { name, body } = buildWheel();
  writeFileSync(join(process.argv[2] ?? '.', name), body);
}
