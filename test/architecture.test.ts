// Arrows point inward (docs/design.md, "The house"): who may import what, read from the sources themselves.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { routeTable } from '../functions/http/routes.ts';

const ROOT = join(import.meta.dirname, '..');

interface Rule {
  /** Folders and files that may be imported. */
  readonly ours: readonly RegExp[];
  readonly packages: readonly RegExp[];
}

const anyPackage = [/^node:/, /^[@a-z]/];

/** What tells where the service runs from what it is. */
const ofFunctions = [
  /^functions\/http\/(routes|route|match-route|error-reply)\.ts$/,
  /^functions\/adapters\/dynamodb\/table\.ts$/,
  /^functions\/config\.ts$/,
  /^functions\/domain\/pipeline\.ts$/, // where a pipeline's files live
  /^functions\/s3-key\.ts$/,
];

/** How it is built and sent; the rest of it runs in browsers. */
const ofPortal = [/^portal\/(build|delivery)\.ts$/];

const rules: Readonly<Record<string, Rule>> = {
  'functions/domain': { ours: [/^functions\/domain\//], packages: [/^uuid$/, /^@noble\/hashes\//, /^diff$/] },
  'functions/ports': { ours: [/^functions\/(domain|ports)\//], packages: [] },
  'functions/usecases': { ours: [/^functions\/(domain|ports|usecases)\//], packages: [/^p-map$/] },
  'functions/adapters': {
    ours: [/^functions\/(domain|ports|adapters)\//, /^functions\/s3-key\.ts$/],
    packages: anyPackage,
  },
  'functions/http': {
    ours: [/^functions\/(domain|usecases|http)\//, /^functions\/log\.ts$/],
    packages: [
      /^node:crypto$/,
      /^@middy\//,
      /^zod(-openapi)?$/,
      /^lossless-json$/,
      /^mime\//,
      /^aws-lambda$/,
    ],
  },
  'functions/events': {
    ours: [/^functions\/(domain|usecases|events)\//, /^functions\/(log|metrics|s3-key)\.ts$/],
    packages: [/^p-map$/, /^aws-lambda$/],
  },
  'functions/handlers': {
    ours: [/^functions\/(domain|usecases|http|events|handlers)\//, /^functions\/wiring\.ts$/],
    packages: [/^@middy\/core$/, /^aws-lambda$/],
  },
  // AWS and the laptop are two places for one service, and know nothing of each other.
  'infra/aws': { ours: [/^infra\/(aws\/|settings\.ts$)/, ...ofFunctions, ...ofPortal], packages: anyPackage },
  'infra/local': {
    ours: [/^infra\/(local|s3-server)\//, ...ofFunctions, ...ofPortal],
    packages: anyPackage,
  },
  // It could be a package of its own.
  'infra/s3-server': { ours: [/^infra\/s3-server\//], packages: anyPackage },
  // The client runs in browsers as well, and knows the service by its OpenAPI document alone.
  client: { ours: [/^client\//], packages: [/^(p-retry|valibot)$/] },
  cli: { ours: [/^(cli|client)\//], packages: anyPackage },
  // It knows the service by its documented API alone.
  portal: {
    ours: [/^(portal|client)\//],
    packages: [
      /^(preact|preact\/(hooks|compat)|wouter-preact|lucide-preact)$/,
      /^@tanstack\/(preact-query|virtual-core)$/,
      /^@(codemirror|lezer)\//,
      /^(diff|date-fns\/\w+|oidc-client-ts)$/,
    ],
  },
};

/** For each room, those that its files may import beside their own and the root; the root itself imports no room. */
const rooms: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'infra/local': {
    cli: [],
    lambda: [],
    gateway: ['lambda'],
    provision: [],
    events: ['lambda', 'gateway', 'provision'],
    embedded: ['lambda'],
    service: ['cli', 'lambda', 'gateway', 'provision', 'events', 'embedded'],
    servers: ['cli'],
    deployment: [],
  },
  'infra/s3-server': {
    http: [],
    auth: ['http'],
    payload: ['http', 'auth'],
    store: ['http', 'payload'],
    operations: ['http', 'payload', 'store'],
  },
};

/** At the root though they use the rooms. */
const ENTRIES = /^infra\/s3-server\/(server|handler)\.ts$/;

/** They make the client and the portal, and are no part of them. */
const GENERATOR = /^(client\/generate(\.ts$|\/)|portal\/build\.ts$)/;

const files = Object.keys(rules).flatMap((folder) =>
  globSync(`${folder}/**/*.{ts,tsx}`, { cwd: ROOT })
    .filter((file) => !GENERATOR.test(file))
    .map((file) => ({ folder, file })),
);

function importsOf(file: string): { readonly name: string; readonly ours: boolean }[] {
  const source = readFileSync(join(ROOT, file), 'utf8');
  const specifiers = [...source.matchAll(/(?:from\s+|^import\s+|import\(\s*)'([^'\n]+)'/gm)].map(
    ([, name = '']) => name,
  );
  return specifiers.map((name) =>
    name.startsWith('.')
      ? { name: relative(ROOT, join(ROOT, dirname(file), name)), ours: true }
      : { name, ours: false },
  );
}

test('there is something to check in every folder', () => {
  for (const folder of Object.keys(rules))
    expect(files.filter((f) => f.folder === folder).length, folder).toBeGreaterThan(1);
});

describe.each(Object.entries(rules))('%s', (folder, { ours, packages }) => {
  test('imports only what lies further in', () => {
    const wrong = files
      .filter((candidate) => candidate.folder === folder)
      .flatMap(({ file }) => importsOf(file).map((imported) => ({ file, ...imported })))
      .filter(({ name, ours: isOurs }) => !(isOurs ? ours : packages).some((allowed) => allowed.test(name)))
      .map(({ file, name }) => `${file} imports ${name}`);

    expect(wrong).toEqual([]);
  });
});

test.each(Object.entries(rooms))(
  'in %s a room imports the root and the rooms below it',
  (house, allowedOf) => {
    const roomOf = (path: string) =>
      path.startsWith(`${house}/`) ? /^(\w+)\//.exec(path.slice(house.length + 1))?.[1] : undefined;
    const wrong = files
      .filter(({ folder, file }) => folder === house && !ENTRIES.test(file))
      .flatMap(({ file }) => {
        const room = roomOf(file);
        const allowed = room === undefined ? [] : [room, ...(allowedOf[room] ?? [])];
        return importsOf(file)
          .filter(({ name }) => ![undefined, ...allowed].includes(roomOf(name)))
          .map(({ name }) => `${file} imports ${name}`);
      });

    expect(wrong).toEqual([]);
  },
);

test('relative imports name their file with its ending', () => {
  const wrong = files.flatMap(({ file }) =>
    importsOf(file).filter(({ name, ours }) => ours && !/\.(tsx?|mjs|json|css)$/.test(name)),
  );

  expect(wrong).toEqual([]);
});

test('the domain has no clock and no chance of its own', () => {
  const inner = files.filter(({ folder }) => ['functions/domain', 'functions/usecases'].includes(folder));
  const wrong = inner.filter(({ file }) =>
    /new Date\(\)|Date\.now|Math\.random|setTimeout/.test(readFileSync(join(ROOT, file), 'utf8')),
  );

  expect(wrong).toEqual([]);
});

test('every route has its handler file, and every handler file its route', () => {
  const withoutRoute = ['observe-drafts', 'no-route', 'service'];
  const handlers = globSync('functions/handlers/*.ts', { cwd: ROOT }).map((file) =>
    file.replace(/^.*\/|\.ts$/g, ''),
  );

  expect(handlers.toSorted()).toEqual(
    [...routeTable.map(({ handler }) => handler), ...withoutRoute].toSorted(),
  );
});

test('no default exports where no tool demands one', () => {
  const wrong = files.filter(({ file }) => /^export default/m.test(readFileSync(join(ROOT, file), 'utf8')));

  expect(wrong.map(({ file }) => file).filter((file) => !file.endsWith('.d.ts'))).toEqual([]);
});
