// Makes the package of the construct, ready for `npm pack DIR`: node infra/package/build.ts [DIR]. It has all functions,
// the portal and the packages built, so that an app that installs it needs neither esbuild nor these sources.
import { execFileSync } from 'node:child_process';
import { copyFileSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { buildPackagesSync } from '../../cli/package/packages.ts';
import { buildPortalSync } from '../../portal/build.ts';
import { bundle } from '../aws/bundle/bundle.ts';
import { packFiles } from './packed-files.ts';
import { handlerName } from './prebuilt-function.ts';

const HERE = import.meta.dirname;
const ROOT = join(HERE, '../..');
const DIR = resolve(process.argv[2] ?? join(HERE, 'dist'));

/** What `infra/aws` builds at each synthesis comes built. */
const prebuilt: Plugin = {
  name: 'prebuilt',
  setup({ onResolve }) {
    onResolve({ filter: /\/bundled-function\.ts$/ }, () => ({ path: join(HERE, 'prebuilt-function.ts') }));
    onResolve({ filter: /\/portal\/build\.ts$/ }, () => ({ path: join(HERE, 'prebuilt-portal.ts') }));
    onResolve({ filter: /\/package\/packages\.ts$/ }, () => ({ path: join(HERE, 'prebuilt-packages.ts') }));
  },
};

/** CommonJS, which apps of either kind can import. The CDK is the app's own. */
function buildConstruct(): Promise<unknown> {
  return build({
    entryPoints: [join(ROOT, 'infra/aws/pipeline-versioning.ts')],
    ...{ bundle: true, platform: 'node', format: 'cjs', target: 'node20', logLevel: 'error' },
    external: ['aws-cdk-lib', 'constructs'],
    define: { 'import.meta.dirname': '__dirname' },
    plugins: [prebuilt],
    outfile: join(DIR, 'pipeline-versioning.js'),
  });
}

/** As at each synthesis of a stack: the same code gets the same hash. */
function buildHandlers(): Promise<unknown>[] {
  const entries = globSync(['functions/handlers/*.ts', 'infra/aws/*/handler.ts'], {
    cwd: ROOT,
    exclude: ['functions/handlers/{service,versions}.ts'], // what handlers share
  });
  return entries.map((entry) => bundle({ entry, outdir: join(DIR, 'handlers', handlerName(entry)) }));
}

function writeDeclarations(): void {
  const outDir = mkdtempSync(join(tmpdir(), 'declarations-'));
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  try {
    execFileSync(process.execPath, [tsc, '--project', HERE, '--outDir', outDir], { stdio: 'inherit' });
    for (const name of ['pipeline-versioning', 'pipeline-versioning-props']) {
      const text = readFileSync(join(outDir, `infra/aws/${name}.d.ts`), 'utf8');
      writeFileSync(join(DIR, `${name}.d.ts`), text.replaceAll(/(?<='\.\/[\w-]+)\.ts(?=')/g, '.js'));
    }
  } finally {
    rmSync(outDir, { recursive: true });
  }
}

function manifest(): object {
  const { version, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const peer = (name: string) => [name, `^${devDependencies[name]}`];
  return {
    name: 'pipeline-versioning-cdk',
    version,
    description:
      'A CDK construct: publish and version data pipelines whose files live in a versioned S3 bucket.',
    main: 'pipeline-versioning.js',
    types: 'pipeline-versioning.d.ts',
    engines: { node: '>=20' },
    peerDependencies: Object.fromEntries(['aws-cdk-lib', 'constructs'].map(peer)),
  };
}

rmSync(DIR, { recursive: true, force: true });
mkdirSync(DIR, { recursive: true });
await Promise.all([buildConstruct(), ...buildHandlers()]);
writeFileSync(join(DIR, 'portal.json'), packFiles(buildPortalSync()));
writeFileSync(join(DIR, 'packages.json'), packFiles(buildPackagesSync()));
writeDeclarations();
writeFileSync(join(DIR, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
copyFileSync(join(HERE, 'README.md'), join(DIR, 'README.md'));
