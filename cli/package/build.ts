// Makes the package of the command line and the client, ready for `npm pack DIR`: node cli/package/build.ts [DIR]. Both come
// bundled, so that an install brings nothing else along.
import { execFileSync } from 'node:child_process';
import { copyFileSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const HERE = import.meta.dirname;
const ROOT = join(HERE, '../..');
const DIR = resolve(process.argv[2] ?? join(HERE, 'dist'));

/** For Node and for browsers. */
function buildClient(): Promise<unknown> {
  return build({
    entryPoints: [join(ROOT, 'client/package.ts')],
    ...{ bundle: true, platform: 'neutral', mainFields: ['module', 'main'], format: 'esm', target: 'es2022' },
    ...{ outfile: join(DIR, 'client/package.js'), logLevel: 'error' },
  });
}

/** Of the modules that the client's entry names, and of no package: a program that uses it needs none. */
function writeDeclarations(): void {
  const outDir = mkdtempSync(join(tmpdir(), 'declarations-'));
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  try {
    execFileSync(process.execPath, [tsc, '--project', HERE, '--outDir', outDir], { stdio: 'inherit' });
    for (const name of globSync('*.d.ts', { cwd: outDir, exclude: ['{answers,read-answer}.d.ts'] })) {
      const text = readFileSync(join(outDir, name), 'utf8');
      writeFileSync(join(DIR, 'client', name), text.replaceAll(/(?<='\.\/[\w-]+)\.ts(?=')/g, '.js'));
    }
  } finally {
    rmSync(outDir, { recursive: true });
  }
}

function manifest(): object {
  const { name, version, description } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return {
    ...{ name, version, description, type: 'module' },
    bin: { [name]: `${name}.mjs` },
    exports: {
      '.': `./${name}.mjs`,
      './client': { types: './client/package.d.ts', default: './client/package.js' },
    },
    engines: { node: '>=20' },
  };
}

rmSync(DIR, { recursive: true, force: true });
mkdirSync(join(DIR, 'client'), { recursive: true });
execFileSync(process.execPath, [join(ROOT, 'cli/build.ts'), DIR], { stdio: 'inherit' });
await buildClient();
writeDeclarations();
writeFileSync(join(DIR, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
copyFileSync(join(HERE, 'README.md'), join(DIR, 'README.md'));
