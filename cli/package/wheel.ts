// The Python client as a wheel, made without Python, which a machine that only runs the service need not have:
// node cli/package/wheel.ts DIR
// test/python/test_wheel.py holds it against the wheel that the build tool makes.
// https://packaging.python.org/en/latest/specifications/binary-distribution-format/
import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { storedZip, type ZipEntry } from './stored-zip.ts';

const PROJECT = join(import.meta.dirname, '../../client/python');
const SOURCES = join(PROJECT, 'src');

export interface Wheel {
  readonly name: string;
  readonly body: Buffer;
}

export function buildWheel(): Wheel {
  const project = readProject();
  const module = project.name.replaceAll('-', '_');
  const info = `${module}-${project.version}.dist-info`;
  const entries: readonly ZipEntry[] = [
    ...globSync(`${module}/**/*.{py,typed}`, { cwd: SOURCES })
      .toSorted()
      .map((path) => ({ path, body: readFileSync(join(SOURCES, path)) })),
    { path: `${info}/WHEEL`, body: Buffer.from(WHEEL) },
    { path: `${info}/METADATA`, body: Buffer.from(metadataOf(project, module)) },
  ];
  const record = { path: `${info}/RECORD`, body: Buffer.from(recordOf(entries, info)) };
  return { name: `${module}-${project.version}-py3-none-any.whl`, body: storedZip([...entries, record]) };
}

const WHEEL = `Wheel-Version: 1.0
Generator: pipeline-versioning
Root-Is-Purelib: true
Tag: py3-none-any
`;

function metadataOf({ name, version, description, python, iam }: Project, module: string): string {
  return `Metadata-Version: 2.5
Name: ${name}
Version: ${version}
Summary: ${description}
Requires-Python: ${python}
Requires-Dist: ${iam} ; extra == "iam"
Provides-Extra: iam
Import-Name: ${module}
`;
}

function recordOf(entries: readonly ZipEntry[], info: string): string {
  const lines = entries.map(({ path, body }) => {
    const hash = createHash('sha256').update(body).digest('base64url');
    return `${path},sha256=${hash},${body.length}\n`;
  });
  return `${lines.join('')}${info}/RECORD,,\n`;
}

interface Project {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly python: string;
  /** What the extra `iam` needs. */
  readonly iam: string;
}

/** Throws if pyproject.toml does not say on a line of its own what the wheel needs. */
function readProject(): Project {
  const text = readFileSync(join(PROJECT, 'pyproject.toml'), 'utf8');
  const said = (line: RegExp) => {
    const value = line.exec(text)?.[1];
    if (value === undefined) throw new Error(`client/python/pyproject.toml has no line ${line}`);
    return value;
  };
  return {
    name: said(/^name = "([^"]+)"$/m),
    version: said(/^version = "([^"]+)"$/m),
    description: said(/^description = "([^"]+)"$/m),
    python: said(/^requires-python = "([^"]+)"$/m),
    iam: said(/^iam = \["([^"]+)"\]$/m),
  };
}

if (import.meta.main) {
  const { name, body } = buildWheel();
  writeFileSync(join(process.argv[2] ?? '.', name), body);
}
