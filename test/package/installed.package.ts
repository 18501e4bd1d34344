// The construct as a package: packed, installed into a project outside of this repository, and the example built on it.
import { execFile } from 'node:child_process';
import { cpSync, globSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { serviceFunction } from '../../infra/aws/service-function.ts';
import { readSettings } from '../../infra/settings.ts';
import { newDir } from '../infra/local/support/new-dir.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');
/** What the app itself has. */
const PEERS = ['aws-cdk-lib', 'constructs', 'typescript'];

interface Stored {
  readonly Type: string;
  readonly Properties?: { readonly Description?: string; readonly Code?: { readonly S3Key?: string } };
}

test('an app elsewhere installs it and has two environments', async () => {
  const dir = await newDir();
  const tarball = await packed(dir);
  const app = join(dir, 'app');
  cpSync(join(ROOT, 'examples/cdk'), app, { recursive: true });

  await install(app, tarball);
  await run(process.execPath, ['node_modules/typescript/bin/tsc'], { cwd: app });
  await run(process.execPath, ['app.js'], {
    cwd: app,
    env: { PATH: process.env.PATH, CDK_OUTDIR: join(dir, 'out') },
  });

  const templates = globSync('out/*.template.json', { cwd: dir }).toSorted();
  const [production, staging] = templates.map((file) => resourcesOf(join(dir, file)));
  expect(templates).toEqual(
    ['DataPlatform-Production', 'DataPlatform-Staging'].map((name) => `out/${name}.template.json`),
  );
  expect(staging?.filter(({ Type }) => Type === 'AWS::ApiGateway::RestApi')).toHaveLength(1);
  // The same code, so nothing is deployed anew when an app changes from a clone to the package.
  expect(codeOf(production, HEALTH)).toBe(codeBuiltHere());
});

const HEALTH = 'Whether table and bucket can be reached, and the bucket keeps what versions pin';

/** `npm pack` of what the build has made. Fails if it makes what belongs to no package. */
async function packed(dir: string): Promise<string> {
  const made = join(dir, 'package');
  await run(process.execPath, [join(ROOT, 'infra/package/build.ts'), made]);
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', dir, made]);
  const [{ filename, files }] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  const others = files.map(({ path }) => path).filter((path) => !path.startsWith('handlers/'));
  expect(others.toSorted()).toEqual([
    'README.md',
    'package.json',
    'packages.json',
    'pipeline-versioning-props.d.ts',
    'pipeline-versioning.d.ts',
    'pipeline-versioning.js',
    'portal.json',
  ]);
  return join(dir, filename);
}

/** Without a registry: the app's own packages are those of this repository. */
async function install(app: string, tarball: string): Promise<void> {
  const flags = [
    '--offline',
    '--no-save',
    '--legacy-peer-deps',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
  ];
  const manifest = JSON.parse(readFileSync(join(app, 'package.json'), 'utf8'));
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: manifest.name, type: manifest.type }));
  await run('npm', ['install', ...flags, tarball], { cwd: app });
  for (const name of PEERS) symlinkSync(join(ROOT, 'node_modules', name), join(app, 'node_modules', name));
}

function resourcesOf(file: string): readonly Stored[] {
  return Object.values(JSON.parse(readFileSync(file, 'utf8')).Resources);
}

function codeOf(resources: readonly Stored[] | undefined, description: string): string | undefined {
  return resources?.find(({ Properties }) => Properties?.Description === description)?.Properties?.Code
    ?.S3Key;
}

function codeBuiltHere(): string | undefined {
  const stack = new Stack(new App(), 'Bundled');
  serviceFunction(stack, 'Health', {
    entry: 'functions/handlers/get-health.ts',
    description: HEALTH,
    timeout: Duration.seconds(1),
    settings: readSettings({}),
  });
  return codeOf(Object.values(Template.fromStack(stack).toJSON().Resources), HEALTH);
}
