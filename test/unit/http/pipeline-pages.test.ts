// The pages of the pipeline list, each by the cursor of the one before, over more pipelines than one request looks at.
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { beforeAll, describe, expect, test } from 'vitest';
import { createMemoryVersionStore } from '../../../functions/adapters/memory/version-store.ts';
import { isDraftDirty } from '../../../functions/domain/draft.ts';
import { DEFAULT_LAYOUT } from '../../../functions/domain/layout.ts';
import { displayName, type Pipeline } from '../../../functions/domain/pipeline.ts';
import { apiHandler } from '../../../functions/http/api-handler.ts';
import { callerOf } from '../../../functions/http/caller.ts';
import { pipelineListReply } from '../../../functions/http/pipeline-list-reply.ts';
import { routes } from '../../../functions/http/routes.ts';
import type { Deps } from '../../../functions/usecases/deps.ts';
import { draftWith, pinnedFile, versionOf } from '../../contract/samples.ts';

const COUNT = 12_000;
const NAMESPACES = ['default', 'sales', 'web'];

type Query = Readonly<Record<string, string>>;
type Filter = Omit<Query, 'limit' | 'cursor'>;

interface Row {
  readonly pipeline: Pipeline;
  readonly dirty: boolean | null;
}

const versions = createMemoryVersionStore();
const rows: Row[] = [];

/** What the list has read: by namespace, `all` for a scan of them all. */
const read: string[] = [];
const deps = {
  versions: {
    ...versions,
    pipelines(range) {
      read.push(range.namespace ?? 'all');
      return versions.pipelines(range);
    },
  },
} as Partial<Deps> as Deps;

const handler = apiHandler(routes.listPipelines, ({ query, event }) =>
  pipelineListReply(deps, query, callerOf(event)),
);

/** `roles`: as the authorizer passes them on; none without an authorizer. */
async function answer(
  query: Query,
  roles?: string,
): Promise<{ readonly status: number; readonly body: string }> {
  const multiValueQueryStringParameters = Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, [value]]),
  );
  const event = {
    path: '/api/v1/pipelines',
    multiValueQueryStringParameters,
    body: null,
    headers: {},
    requestContext: {
      requestId: 'request-1',
      ...(roles !== undefined && { authorizer: { principalId: 'ada', roles, claim: 'groups' } }),
    },
  } as unknown as APIGatewayProxyEvent;
  const { statusCode, body } = await handler(event, { getRemainingTimeInMillis: () => 10_000 } as Context);
  return { status: statusCode, body };
}

interface Page {
  readonly pipelines: readonly Pipeline[];
  readonly next_cursor: string | null;
}

async function walk(
  filter: Filter,
  roles?: string,
): Promise<{ readonly names: readonly string[]; readonly cursors: string[] }> {
  const names: string[] = [];
  const cursors: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { status, body } = await answer({ ...filter, limit: '200', ...(cursor && { cursor }) }, roles);
    expect({ status, body: status === 200 ? '' : body }).toEqual({ status: 200, body: '' });
    const page = JSON.parse(body) as Page;
    names.push(...page.pipelines.map(displayName));
    cursor = page.next_cursor;
    if (cursor !== null) cursors.push(cursor);
  }
  return { names, cursors };
}

beforeAll(async () => {
  const version = versionOf([pinnedFile('pipeline.sql', 'published')]);
  for (let n = 0; n < COUNT; n++) {
    const pipeline: Pipeline = {
      namespace: NAMESPACES[n % 3] as string,
      // Nearly all are bronze: more than 5,000 of them lie between two of the others.
      layer: DEFAULT_LAYOUT.layers[n % 4_000 < 3_990 ? 0 : (n % 2) + 1] as Pipeline['layer'],
      name: `p${n}`,
    };
    const draft = draftWith(n % 500 === 0 ? 'edited' : 'published');
    const current = n % 7 === 0 ? null : version;
    await versions.update(pipeline, { draft, ...(current && { current }) }, { revision: 0 });
    rows.push({ pipeline, dirty: isDraftDirty(draft, current) });
  }
});

const filters: Filter[] = [undefined, 'sales'].flatMap((namespace) =>
  [undefined, ...DEFAULT_LAYOUT.layers].flatMap((layer) =>
    [undefined, 'true', 'false'].map((draft_dirty) => ({
      ...(namespace && { namespace }),
      ...(layer && { layer }),
      ...(draft_dirty && { draft_dirty }),
    })),
  ),
);

function matching({ namespace, layer, draft_dirty }: Filter): string[] {
  const found = rows.filter(
    ({ pipeline, dirty }) =>
      (namespace === undefined || pipeline.namespace === namespace) &&
      (layer === undefined || pipeline.layer === layer) &&
      (draft_dirty === undefined || `${dirty}` === draft_dirty),
  );
  return found.map(({ pipeline }) => displayName(pipeline)).toSorted();
}

describe(`over ${COUNT} pipelines`, () => {
  test.each(filters)('every cursor of the list with %o is taken, and the pages are whole', async (filter) => {
    const { names } = await walk(filter);

    expect(names.toSorted()).toEqual(matching(filter));
  });

  test('a cursor is refused by a list with any other filter', async () => {
    const { cursors } = await walk({ layer: 'gold' });
    const [cursor = ''] = cursors;

    for (const other of [
      {},
      { layer: 'silver' },
      { layer: 'gold', namespace: 'sales' },
      { draft_dirty: 'true' },
    ]) {
      const { status, body } = await answer({ ...other, cursor });
      expect({ other, status }).toEqual({ other, status: 400 });
      expect(body).toContain('belongs to a list with other filters');
    }
  });

  test.each(filters)('a caller sees its own namespaces, in whole pages, with %o', async (filter) => {
    const { names } = await walk(filter, 'reader@sales publisher@web');

    const own = matching(filter).filter((name) => /^(sales|web)\//.test(name));
    expect(names.toSorted()).toEqual(own);
  });

  test('what others have is not looked at, however much it is', async () => {
    read.length = 0;
    await walk({}, 'reader@sales editor@nobodys_yet');

    expect(new Set(read)).toEqual(new Set(['nobodys_yet', 'sales']));
  });

  test('a role for all namespaces shows all, whatever stands beside it', async () => {
    expect((await walk({}, 'reader publisher@web')).names).toHaveLength(COUNT);
  });

  test('no role shows nothing, and a foreign namespace is refused by the role that is missing', async () => {
    expect((await walk({}, '')).names).toEqual([]);

    const { status, body } = await answer({ namespace: 'web' }, 'operator@sales');
    expect(status).toBe(403);
    expect(JSON.parse(body).error).toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringContaining('the role reader or reader@web in the claim groups of your token'),
    });
  });

  test('a cursor of somebody who sees all leads nowhere but to what the caller may see', async () => {
    const { cursors } = await walk({});

    for (const cursor of cursors.slice(0, 10)) {
      const { body } = await answer({ cursor, limit: '200' }, 'reader@sales');
      const { pipelines } = JSON.parse(body) as Page;
      expect(pipelines.every(({ namespace }) => namespace === 'sales')).toBe(true);
    }
  });
});
