// The last release, as it was deployed: its template and the code of its functions, in one compressed file.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';

const KEPT = join(import.meta.dirname, 'last-release.json.br');

/** Of a cloud assembly, all that deploying it takes. */
const PARTS = ['manifest.json', '*.assets.json', '*.template.json', 'asset.*/*'];

/** Keeps the cloud assembly in `dir`. */
export function keepRelease(dir: string): void {
  const paths = globSync(PARTS, { cwd: dir }).toSorted();
  const files = Object.fromEntries(paths.map((path) => [path, readFileSync(join(dir, path), 'utf8')]));
  files['manifest.json'] = withoutComments(files['manifest.json'] ?? '');
  // The functions have most of their code in common, but far apart.
  const params = { [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS };
  writeFileSync(KEPT, brotliCompressSync(JSON.stringify(files), { params }));
}

/** Puts the kept assembly into `dir`, for `cdk deploy --app`. */
export async function unpackRelease(dir: string): Promise<void> {
  const files: Readonly<Record<string, string>> = JSON.parse(
    brotliDecompressSync(readFileSync(KEPT)).toString(),
  );
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(dir, dirname(path)), { recursive: true });
    await writeFile(join(dir, path), content);
  }
}

/** The metadata tells where in whose file system each construct was made. */
function withoutComments(manifest: string): string {
  const { artifacts, ...rest } = JSON.parse(manifest);
  const { additionalMetadataFile: _, ...Service } = artifacts.Service;
  return JSON.stringify({ ...rest, artifacts: { Service, 'Service.assets': artifacts['Service.assets'] } });
}
