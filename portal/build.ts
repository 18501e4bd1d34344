// Bundles the portal: one page, its script and styles, and the parts that load on demand. `npm start` serves the
// result from memory; the deployment uploads it to a bucket.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, type BuildResult, build, buildSync } from 'esbuild';
import mime from 'mime';

const HERE = import.meta.dirname;
const { version: VERSION } = JSON.parse(readFileSync(join(HERE, '../package.json'), 'utf8'));
const ICONS = join(HERE, '../node_modules/lucide-preact/dist/esm/icons');

export interface PortalFile {
  readonly contentType: string;
  /** Files under /assets/ are named by their content. */
  readonly cacheControl: string;
  readonly body: Uint8Array;
}

/** By path, with a leading slash. */
export type PortalFiles = ReadonlyMap<string, PortalFile>;

export interface PortalBuildOptions {
  /** Pages ask for a newer build and reload. The code is not minified. */
  readonly watched?: boolean;
}

/** The one page, served at the path of every view. */
export const PAGE = '/index.html';

/** Open pages of a watched portal read the id of the current build here. */
export const BUILD_ID_PATH = '/portal-build';

/** Rejects with esbuild's list of errors. */
export async function buildPortal(options: PortalBuildOptions = {}): Promise<PortalFiles> {
  return filesOf(await build(esbuildOptions(options)));
}

let built: PortalFiles | undefined;

/** For `cdk synth`, which is synchronous. All stacks of an app share one build. */
export function buildPortalSync(): PortalFiles {
  built ??= filesOf(buildSync(esbuildOptions({})));
  return built;
}

function esbuildOptions({ watched = false }: PortalBuildOptions) {
  return {
    absWorkingDir: HERE,
    entryPoints: ['main.tsx'],
    // By the package's index all icons would be one file, which the first page loads whole.
    alias: { 'lucide-preact/icons': ICONS },
    outdir: '/',
    entryNames: 'assets/[name]-[hash]',
    chunkNames: 'assets/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    // The first versions that support light-dark().
    target: ['chrome123', 'firefox120', 'safari17.5'],
    minify: !watched,
    sourcemap: watched ? 'inline' : false,
    legalComments: 'none',
    define: {
      'import.meta.env.WATCHED': String(watched),
      'import.meta.env.VERSION': JSON.stringify(VERSION),
      PAGE_OF_THE_SERVICE: 'true',
    },
    write: false,
    metafile: true,
    logLevel: 'silent',
  } as const satisfies BuildOptions;
}

type Result = BuildResult<ReturnType<typeof esbuildOptions>>;

function filesOf({ outputFiles, metafile }: Result): PortalFiles {
  const [[script, { cssBundle: styles = fail() }] = fail()] = Object.entries(metafile.outputs).filter(
    ([, output]) => output.entryPoint === 'main.tsx',
  );
  const files = new Map<string, PortalFile>();
  for (const { path, contents } of outputFiles) {
    const name = assetOf(path);
    // The page's stylesheet contains the styles of all parts, so nothing requests the parts' own.
    if (name.endsWith('.css') && name !== assetOf(styles)) continue;
    files.set(name, file(name, contents, 'public, max-age=31536000, immutable'));
  }
  files.set(PAGE, file(PAGE, page(script, styles), 'no-cache'));
  files.set('/favicon.svg', file('favicon.svg', readFileSync(join(HERE, 'favicon.svg')), 'max-age=86400'));
  return files;
}

function assetOf(path: string): string {
  return `/${path.slice(path.indexOf('assets/'))}`;
}

function page(script: string, styles: string): Uint8Array {
  const head =
    `<link rel="stylesheet" href="${assetOf(styles)}">\n    ` +
    `<script type="module" src="${assetOf(script)}"></script>`;
  const html = readFileSync(join(HERE, 'index.html'), 'utf8');
  return new TextEncoder().encode(html.replace(/<!-- styles and script.*-->/, () => head));
}

function file(name: string, body: Uint8Array, cacheControl: string): PortalFile {
  const type = mime.getType(name) ?? fail();
  return {
    contentType: /^(text|.*javascript)/.test(type) ? `${type}; charset=utf-8` : type,
    cacheControl,
    body,
  };
}

function fail(): never {
  throw new Error('esbuild did not make one script with styles');
}
