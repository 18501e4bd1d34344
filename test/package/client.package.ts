// The package of the command line and the client: packed, installed without a registry into an empty project, and used by
// its program and by a program of its own.
import { execFile } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tinyService } from '../cli/support/tiny-service.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');
const PIPELINE = 'tests/silver/orders';

const dir = mkdtempSync(join(tmpdir(), 'package-'));
const project = join(dir, 'project');
let files: readonly string[];

beforeAll(async () => {
  const made = join(dir, 'package');
  await run(process.execPath, [join(ROOT, 'cli/package/build.ts'), made]);
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', dir, made]);
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: readonly { path: string }[] }];
  files = packed.files.map(({ path }) => path);
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{"name":"project","type":"module"}');
  const flags = ['--offline', '--no-audit', '--no-fund'];
  await run('npm', ['install', ...flags, join(dir, packed.filename)], { cwd: project });
});

afterAll(() => rmSync(dir, { recursive: true }));

test('it has the program and the client, and brings nothing along', () => {
  const installed = readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'));

  expect(files.filter((path) => !path.endsWith('.d.ts')).toSorted()).toEqual([
    'README.md',
    'client/package.js',
    'package.json',
    'pipeline-versioning.mjs',
  ]);
  expect(installed).toEqual(['pipeline-versioning']);
});

test('its program runs, and says its version', async () => {
  const { url } = await tinyService({ 'pipeline.sql': 'SELECT 1' });
  const pv = (...args: string[]) =>
    run('npx', ['--no', '--', 'pipeline-versioning', ...args], {
      cwd: project,
      env: { HOME: project, PATH: process.env.PATH },
    });

  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  expect((await pv('--version')).stdout).toBe(`${version}\n`);
  expect((await pv('pull', PIPELINE, '--out', 'out', '--url', url)).stdout).toContain('(1 file)');
  expect(readFileSync(join(project, 'out/pipeline.sql'), 'utf8')).toBe('SELECT 1');
});

const PROGRAM = `import { ApiError, createClient, type RunManifest } from 'pipeline-versioning/client';

const client = createClient({ baseUrl: process.argv[2] ?? '' });
const path = { namespace: 'tests', layer: 'silver', name: 'orders' } as const;
const run: RunManifest = (await client.getPublished({ path })).body;
// @ts-expect-error No such field: the types are the service's.
run.no_such_field;
console.log(run.files.map((file) => file.path).join(), ApiError.name);
`;

const SETTINGS = {
  compilerOptions: {
    ...{ strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, types: [] },
    ...{ module: 'nodenext', target: 'es2022', lib: ['es2023', 'dom', 'dom.iterable'] },
  },
  files: ['program.ts', 'process.d.ts'],
};

test('a TypeScript program compiles against the client, and runs', async () => {
  const { url } = await tinyService({ 'pipeline.sql': 'SELECT 1' });
  symlinkSync(join(ROOT, 'node_modules/typescript'), join(project, 'node_modules/typescript'));
  writeFileSync(join(project, 'program.ts'), PROGRAM);
  writeFileSync(
    join(project, 'process.d.ts'),
    'declare const process: { readonly argv: readonly string[] };',
  );
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(SETTINGS));

  await run(process.execPath, ['node_modules/typescript/bin/tsc'], { cwd: project });
  const { stdout } = await run(process.execPath, ['program.js', url], { cwd: project });

  expect(stdout).toBe('pipeline.sql ApiError\n');
});
