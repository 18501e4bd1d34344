// `npm run dependencies`: what the lockfile brings in. Writes a CycloneDX SBOM to test-results/sbom.cdx.json, lists the
// licences, and asks the registry for known vulnerabilities. Fails for a licence that is not on the list, and for a
// vulnerability of high severity or above.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAllowed, type Licensed, licenceOf } from './licences.ts';

const ROOT = join(import.meta.dirname, '../..');
const SBOM = 'test-results/sbom.cdx.json';

function npm(...args: readonly string[]): string {
  const { stdout, error } = spawnSync('npm', args, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw error;
  return stdout;
}

function writeSbom(): readonly Licensed[] {
  const text = npm('sbom', '--sbom-format', 'cyclonedx', '--package-lock-only');
  const { components } = JSON.parse(text);
  mkdirSync(join(ROOT, 'test-results'), { recursive: true });
  writeFileSync(join(ROOT, SBOM), text);
  console.log(`${SBOM}: ${components.length} packages`);
  return components;
}

function listLicences(components: readonly Licensed[]): void {
  for (const [licence, packages] of Map.groupBy(components, licenceOf)) {
    console.log(`${String(packages.length).padStart(5)} ${licence}`);
    if (isAllowed(licence)) continue;
    process.exitCode = 1;
    console.log(`FAIL ${licence} is not allowed: ${packages.map(({ name }) => name).join(', ')}`);
  }
}

function audit(): void {
  const { metadata, message } = JSON.parse(npm('audit', '--json'));
  if (metadata === undefined) {
    console.log(`skipped the audit: the registry does not answer it (${message})`);
    return;
  }
  const { high, critical, ...others } = metadata.vulnerabilities;
  console.log(
    `vulnerabilities: ${critical} critical, ${high} high, ${others.moderate} moderate, ${others.low} low`,
  );
  if (high + critical > 0) process.exitCode = 1;
}

listLicences(writeSbom());
audit();
