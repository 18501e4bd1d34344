// Makes what a deployment hands out, of its own version, into a directory: the npm package, the wheel, and index.json, which
// names both with their SHA-256. node cli/package/all.ts DIR
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildWheel } from './wheel.ts';

const ROOT = join(import.meta.dirname, '../..');
const DIR = resolve(process.argv[2] ?? join(ROOT, 'dist/packages'));

/** Returns its name. */
function packForNpm(): string {
  const made = mkdtempSync(join(tmpdir(), 'npm-package-'));
  try {
    execFileSync(process.execPath, [join(import.meta.dirname, 'build.ts'), made], { stdio: 'inherit' });
    const args = ['pack', '--silent', '--pack-destination', DIR, made];
    return execFileSync('npm', args, { encoding: 'utf8' }).trim();
  } finally {
    rmSync(made, { recursive: true });
  }
}

mkdirSync(DIR, { recursive: true });
const wheel = buildWheel();
writeFileSync(join(DIR, wheel.name), wheel.body);
const files = [packForNpm(), wheel.name].map((name) => {
  const body = readFileSync(join(DIR, name));
  return { name, size: body.length, sha256: createHash('sha256').update(body).digest('hex') };
});
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
writeFileSync(join(DIR, 'index.json'), `${JSON.stringify({ version, files }, null, 2)}\n`);
for (const { name, sha256 } of files) console.log(`${sha256}  ${join(DIR, name)}`);
