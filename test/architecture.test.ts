// Arrows point inward (docs/design.md, "The house"): who may import what, read from the sources themselves.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as operations from '../functions/http/operations.ts';
import { routes, routeTable } from '../functions/http/routes.ts';

const ROOT = join(import.meta.dirname, '..');

interface Rule {
  /** Folders and files that may be imported. */
  readonly ours: readonly RegExp[];
  readonly packages: readonly RegExp[];
}

const anyPackage = [/^node:/, /^[@a-z]/];

/** What tells where the service runs from what it is. */
const ofFunctions = [
  /^functions\/http\/(routes|route|match-route|error-reply|authorize|caller)\.ts$/,
  /^functions\/adapters\/dynamodb\/table\.ts$/,
  /^functions\/config\.ts$/,
  /^functions\/domain\/(pipeline|layout|prefix-template|source-patterns|roles|release|reserved-keys)\.ts$/, // where a pipeline's files live, who may do what
  /^functions\/s3-key\.ts$/,
  /^functions\/(domain\/lifecycle|adapters\/s3\/bucket-lifecycle)\.ts$/, // which rules of a bucket harm pipelines
];

/** How it is built and sent; the rest of it runs in browsers. */
const ofPortal = [/^portal\/(build|delivery)\.ts$/];

/** Where browsers come back to, which a deployment registers. */
const ofCli = [/^cli\/login\/callback-ports\.ts$/];

/** The packages that a deployment hands out. */
const ofPackages = [/^cli\/package\/packages\.ts$/];

const rules: Readonly<Record<string, Rule>> = {
  'functions/domain': {
    ours: [/^functions\/domain\//],
    packages: [/^uuid$/, /^@noble\/hashes\//, /^diff$/, /^yaml$/],
  },
  'functions/ports': { ours: [/^functions\/(domain|ports)\//], packages: [] },
  'functions/usecases': {
    ours: [/^functions\/(domain|ports|usecases)\//],
    packages: [/^p-(limit|map)$/, /^quick-lru$/],
  },
  'functions/adapters': {
    ours: [/^functions\/(domain|ports|adapters)\//, /^functions\/(s3-key|request-scope|english)\.ts$/],
    packages: anyPackage,
  },
  'functions/http': {
    ours: [/^functions\/(domain|usecases|http)\//, /^functions\/(log|request-scope|english)\.ts$/],
    packages: [
      /^node:crypto$/,
      /^node:net$/,
      /^@middy\//,
      /^zod(\/mini|-openapi)?$/,
      /^lossless-json$/,
      /^mime\//,
      /^aws-lambda$/,
    ],
  },
  'functions/events': {
    ours: [
      /^functions\/(domain|ports|usecases|events)\//,
      /^functions\/(log|metrics|request-scope|s3-key)\.ts$/,
    ],
    packages: [/^p-map$/, /^aws-lambda$/],
  },
  'functions/handlers': {
    ours: [/^functions\/(domain|usecases|http|events|handlers)\//, /^functions\/wiring\//],
    packages: [/^@middy\/core$/, /^aws-lambda$/],
  },
  // AWS and the laptop are two places for one service, and know nothing of each other.
  'infra/aws': {
    ours: [/^infra\/(aws\/|settings\.ts$)/, ...ofFunctions, ...ofPortal, ...ofCli, ...ofPackages],
    packages: anyPackage,
  },
  // The construct for other apps: infra/aws with what it builds built before.
  'infra/package': { ours: [/^infra\/(aws|package)\//, ...ofPortal, ...ofPackages], packages: anyPackage },
  'infra/local': {
    ours: [/^infra\/(local|s3-server)\//, ...ofFunctions, ...ofPortal, ...ofPackages],
    packages: anyPackage,
  },
  // It knows the service as any caller does, wherever it runs.
  'infra/smoke': { ours: [/^(infra\/smoke|cli|client)\//], packages: anyPackage },
  // It could be a package of its own.
  'infra/s3-server': { ours: [/^infra\/s3-server\//], packages: anyPackage },
  // The client runs in browsers as well, and knows the service by its OpenAPI document alone.
  client: { ours: [/^client\//], packages: [/^(p-retry|valibot)$/] },
  // What checks say of a directory is what they say of a draft. Its version is the package's.
  cli: {
    ours: [/^(cli|client)\//, /^functions\/domain\/(checks\/|layout\.ts$)/, /^package\.json$/],
    packages: anyPackage,
  },
  // It knows the service by its documented API alone. What it marks in a text are findings of the service's own rules.
  portal: {
    ours: [/^(portal|client)\//, /^functions\/domain\/(checks\/|(source-patterns|layout)\.ts$)/],
    packages: [
      /^(preact|preact\/(hooks|compat)|wouter-preact|lucide-preact(\/icons\/[a-z0-9-]+\.mjs)?)$/,
      /^@tanstack\/(preact-query|virtual-core)$/,
      /^@(codemirror|lezer)\//,
      /^(diff|date-fns\/\w+|oidc-client-ts)$/,
    ],
  },
};

interface House {
  /** Rooms that all others may import. Each imports only those before it. */
  readonly ground: readonly string[];
  /** The other rooms, each with those of them that its files may import: they come before it. */
  readonly rooms: Readonly<Record<string, readonly string[]>>;
}

/** A room is a folder, or a file beside the folders; `.` is all the other files there. */
const houses: Readonly<Record<string, House>> = {
  'infra/local': {
    ground: ['.'],
    rooms: {
      cli: [],
      http: [],
      lambda: [],
      gateway: ['http', 'lambda'],
      provision: [],
      events: ['http', 'lambda', 'gateway', 'provision'],
      news: ['lambda', 'gateway', 'events'],
      embedded: ['http', 'lambda'],
      service: ['cli', 'lambda', 'gateway', 'provision', 'events', 'news', 'embedded'],
      servers: ['cli'],
      deployment: [],
    },
  },
  'infra/s3-server': {
    ground: ['.'],
    rooms: {
      http: [],
      auth: ['http'],
      payload: ['http', 'auth'],
      store: ['http', 'payload'],
      operations: ['http', 'payload', 'store'],
    },
  },
  portal: {
    ground: ['delivery.ts', 'service', 'ui'],
    rooms: {
      compare: [],
      dialogs: ['compare'],
      version: ['compare', 'dialogs'],
      history: ['dialogs', 'version'],
      overview: ['compare', 'dialogs', 'version', 'history'],
      'code/tree': [],
      'code/editor': [],
      'code/files': [],
      'code/pinned': ['code/editor', 'code/files'],
      'code/dialogs': ['code/files'],
      'code/draft': ['code/editor', 'code/files', 'code/pinned', 'code/dialogs'],
      code: ['code/tree', 'code/editor', 'code/files', 'code/pinned', 'code/dialogs', 'code/draft'],
      run: [],
      create: [],
      pipelines: ['create'],
      activity: [],
      'sign-in': [],
      '.': ['compare', 'version', 'overview', 'code', 'run', 'create', 'pipelines', 'activity', 'sign-in'],
    },
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

describe.each(Object.entries(houses))('the rooms of %s', (house, { ground, rooms }) => {
  const allowed = new Map([
    ...ground.map((name, index) => [name, ground.slice(0, index)] as const),
    ...Object.entries(rooms).map(([name, others]) => [name, [...ground, ...others]] as const),
  ]);
  const names = [...allowed.keys()];
  const inHouse = files.filter(({ file }) => file.startsWith(`${house}/`) && !ENTRIES.test(file));

  function roomOf(file: string): string {
    const path = relative(house, file);
    const around = names.filter((name) => path === name || path.startsWith(`${name}/`));
    return around.toSorted((one, other) => other.length - one.length)[0] ?? '.';
  }

  test('are all the folders, and each has files', () => {
    const homeless = inHouse.filter(({ file }) => roomOf(file) === '.' && dirname(file) !== house);
    const taken = new Set(inHouse.map(({ file }) => roomOf(file)));

    expect(homeless.map(({ file }) => file)).toEqual([]);
    expect(names.filter((name) => !taken.has(name))).toEqual([]);
  });

  test('have an order: each knows rooms before it', () => {
    const later = names.flatMap((name, index) =>
      (allowed.get(name) ?? []).filter((other) => !names.slice(0, index).includes(other)),
    );

    expect(later).toEqual([]);
  });

  test('import no others than they may', () => {
    const wrong = inHouse.flatMap(({ file }) => {
      const room = roomOf(file);
      return importsOf(file)
        .filter(({ name, ours }) => ours && name.startsWith(`${house}/`))
        .filter(({ name }) => roomOf(name) !== room && !allowed.get(room)?.includes(roomOf(name)))
        .map(({ name }) => `${file} imports ${name}`);
    });

    expect(wrong).toEqual([]);
  });
});

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
  const withoutRoute = [
    'observe-drafts',
    'request-checks',
    'deliver-news',
    'write-releases',
    'no-route',
    'checked-service',
    'service',
    'versions',
  ];
  const handlers = globSync('functions/handlers/*.ts', { cwd: ROOT }).map((file) =>
    file.replace(/^.*\/|\.ts$/g, ''),
  );

  expect(handlers.toSorted()).toEqual(
    [...new Set(routeTable.map(({ handler }) => handler)), ...withoutRoute].toSorted(),
  );
});

test('every operation has its row, and no function but the one that answers the OpenAPI document has rows', () => {
  const withRows = files.filter(
    ({ folder, file }) =>
      folder === 'functions/handlers' &&
      importsOf(file).some(({ name }) => name === 'functions/http/routes.ts'),
  );

  expect(Object.keys(operations).toSorted()).toEqual(Object.keys(routes).toSorted());
  for (const [name, { operationId }] of Object.entries(operations)) expect(operationId).toBe(name);
  expect(withRows.map(({ file }) => file)).toEqual(['functions/handlers/get-openapi.ts']);
});

test('no default exports where no tool demands one', () => {
  const wrong = files.filter(({ file }) => /^export default/m.test(readFileSync(join(ROOT, file), 'utf8')));

  expect(wrong.map(({ file }) => file).filter((file) => !file.endsWith('.d.ts'))).toEqual([]);
});

test('a client that is mocked as a class is restored, since other files of the process use it', () => {
  const left = globSync('test/**/*.test.ts', { cwd: ROOT }).filter((file) => {
    const source = readFileSync(join(ROOT, file), 'utf8');
    return /mockClient\([A-Z]/.test(source) && !source.includes('.restore()');
  });

  expect(left).toEqual([]);
});
