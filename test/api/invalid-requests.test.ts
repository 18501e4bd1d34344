// What nobody should send: each is refused with the place and the field that is wrong, and nothing is dropped.
import { describe, expect, test } from 'vitest';
import type { ApiRequest, OperationId } from '../support/api.ts';
import { useServers } from '../support/servers.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';

const { api, drafts } = await useServers();

const pipeline = uniquePipeline();
await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');

/** What is sent, and where it is wrong: `body message`, or `body` as a whole. */
type Row = readonly [what: string, request: ApiRequest, where: string];

async function expectInvalid(operation: OperationId, request: ApiRequest, where: string): Promise<void> {
  const { error } = await api.refused(operation, { params: pipeline, ...request });

  const [place, field = ''] = where.split(' ');
  const fields = error.details?.fields as readonly { in: string; field: string; problem: string }[];
  expect(error.code).toBe('INVALID_REQUEST');
  expect(fields.map((problem) => [problem.in, problem.field.toLowerCase()])).toContainEqual([
    place,
    field.toLowerCase(),
  ]);
  for (const { problem } of fields) expect(error.message).toContain(problem);
}

describe('publish refuses a body that', () => {
  const json = (message: string): ApiRequest => ({ body: `{"message":${message}}` });
  const rows: readonly Row[] = [
    ['has an unknown field', { body: { message: 'x', mesage: 'y' } }, 'body mesage'],
    ['has a field named __proto__', { body: '{"message":"x","__proto__":{"a":1}}' }, 'body __proto__'],
    ['has a field named constructor', { body: '{"message":"x","constructor":1}' }, 'body constructor'],
    ['has a number as message', json('1'), 'body message'],
    ['has null as message', json('null'), 'body message'],
    ['has no message', { body: {} }, 'body message'],
    [
      'has a text as expected_version',
      { body: { message: 'x', expected_version: '1' } },
      'body expected_version',
    ],
    [
      'has a fraction as expected_version',
      { body: { message: 'x', expected_version: 1.5 } },
      'body expected_version',
    ],
    [
      'has a negative expected_version',
      { body: { message: 'x', expected_version: -1 } },
      'body expected_version',
    ],
    [
      'has an expected_version that no double holds',
      { body: '{"message":"x","expected_version":9007199254740993}' },
      'body expected_version',
    ],
    [
      'has an infinite expected_version',
      { body: '{"message":"x","expected_version":1e999}' },
      'body expected_version',
    ],
    [
      'has null as expected_version',
      { body: { message: 'x', expected_version: null } },
      'body expected_version',
    ],
    [
      'has no fingerprint as expected_draft',
      { body: { message: 'x', expected_draft: 'abc' } },
      'body expected_draft',
    ],
    [
      'has an upper-case fingerprint',
      { body: { message: 'x', expected_draft: 'A'.repeat(64) } },
      'body expected_draft',
    ],
    [
      'has a text as skip_unchanged',
      { body: { message: 'x', skip_unchanged: 'true' } },
      'body skip_unchanged',
    ],
    ['has a key twice', { body: '{"message":"a","message":"b"}' }, 'body message'],
    ['has a key twice, once escaped', { body: '{"message":"a","mess\\u0061ge":"b"}' }, 'body message'],
    ['is an array', { body: '[{"message":"x"}]' }, 'body'],
    ['is a text', { body: '"message"' }, 'body'],
    ['is null', { body: 'null' }, 'body'],
    ['is no JSON', { body: '{message:"x"}' }, 'body'],
    ['has a trailing comma', { body: '{"message":"x",}' }, 'body'],
    ['is followed by another', { body: '{"message":"x"}{"message":"y"}' }, 'body'],
    ['is cut off', { body: '{"message":"x"' }, 'body'],
    ['is not UTF-8', { body: Buffer.from('{"message":"caf\xe9"}', 'latin1') }, 'body'],
    [
      'holds half a surrogate pair in UTF-8',
      { body: Buffer.from('7b226d657373616765223a22eda080227d', 'hex') },
      'body',
    ],
    ['is not there', {}, 'body'],
    ['is empty', { body: '' }, 'body'],
    ['is white space', { body: ' \n\t ' }, 'body'],
    ['is a form', { body: 'message=x' }, 'body'],
    ['is nested far too deep', { body: `${'['.repeat(30_000)}${']'.repeat(30_000)}` }, 'body'],
    ['has an empty message', json('""'), 'body message'],
    ['has a blank message', json('" \\n\\t\\u00a0\\u3000"'), 'body message'],
    ['has 1,001 characters of message', { body: { message: 'x'.repeat(1_001) } }, 'body message'],
    ['has a bell in its message', json('"a\\u0007b"'), 'body message'],
    ['has a NUL in its message', json('"a\\u0000b"'), 'body message'],
    ['has a carriage return in its message', json('"a\\rb"'), 'body message'],
    ['has a C1 control character in its message', json('"a\\u0085b"'), 'body message'],
    ['has a lone surrogate in its message', json('"a\\ud83d"'), 'body message'],
    ['has a lone low surrogate in its message', json('"\\ude00a"'), 'body message'],
  ];

  test.each(rows)('%s', async (_, request, where) => expectInvalid('publishVersion', request, where));
});

describe('rollback refuses a body that', () => {
  const rows: readonly Row[] = [
    ['has a field of publish', { body: { skip_unchanged: true } }, 'body skip_unchanged'],
    ['has an empty message', { body: { message: '' } }, 'body message'],
    ['is an array', { body: '[]' }, 'body'],
    ['has a field named __proto__', { body: '{"__proto__":1}' }, 'body __proto__'],
  ];

  test.each(rows)('%s', async (_, request, where) =>
    expectInvalid('rollbackVersion', { params: { ...pipeline, version_number: 1 }, ...request }, where),
  );
});

describe('a path is refused that has', () => {
  const path = (change: object): ApiRequest => ({ params: { ...pipeline, version_number: 1, ...change } });
  const rows: readonly Row[] = [
    ['another layer', path({ layer: 'platinum' }), 'path layer'],
    ['a layer in upper case', path({ layer: 'SILVER' }), 'path layer'],
    ['a name in upper case', path({ name: 'Orders' }), 'path name'],
    ['a name of 129 characters', path({ name: 'n'.repeat(129) }), 'path name'],
    ['a name that begins with a digit', path({ name: '1orders' }), 'path name'],
    ['a name with a dot', path({ name: 'a.b' }), 'path name'],
    ['a name with a slash', path({ name: 'a%2Fb' }), 'path name'],
    ['a name that ends in a newline', path({ name: 'orders%0A' }), 'path name'],
    ['a namespace with a space', path({ namespace: 'a%20b' }), 'path namespace'],
    ['a namespace of 129 characters', path({ namespace: 'n'.repeat(129) }), 'path namespace'],
    ['a namespace with an accent', path({ namespace: 'caf%C3%A9' }), 'path namespace'],
    ...['0', '01', 'abc', '-1', '+1', '1.0', '1e0', '0x1', '%201', '99999999999', '1%00'].map(
      (number): Row => [`${number} as version`, path({ version_number: number }), 'path version_number'],
    ),
  ];

  test.each(rows)('%s', async (_, request, where) => expectInvalid('getVersion', request, where));
});

describe('a query is refused that has', () => {
  const cursor = (position: unknown) =>
    `cursor=${Buffer.from(JSON.stringify(position)).toString('base64url')}`;
  const versions: readonly Row[] = [
    ...['0', '201', 'abc', '1.5', '-1', '', '007', '%2B5', '1e2', 'Infinity'].map(
      (limit): Row => [`limit=${limit}`, { query: `limit=${limit}` }, 'query limit'],
    ),
    ['limit twice', { query: 'limit=1&limit=2' }, 'query limit'],
    ['limit twice the same', { query: 'limit=1&limit=1' }, 'query limit'],
    ['other fields than summary', { query: 'fields=all' }, 'query fields'],
    ['fields without a value', { query: 'fields' }, 'query fields'],
    ['a parameter in upper case', { query: 'LIMIT=5' }, 'query limit'],
    ['a parameter named __proto__', { query: '__proto__=5' }, 'query __proto__'],
    ['an empty cursor', { query: 'cursor=' }, 'query cursor'],
    ['a word as cursor', { query: 'cursor=abc' }, 'query cursor'],
    ['a cursor of nothing', { query: cursor(null) }, 'query cursor'],
    ['a cursor without a position', { query: cursor({}) }, 'query cursor'],
    ['a cursor before the first version', { query: cursor({ below: 0 }) }, 'query cursor'],
    ['a cursor of text', { query: cursor({ below: '5' }) }, 'query cursor'],
    ['a cursor with more in it', { query: cursor({ below: 5, above: 1 }) }, 'query cursor'],
    ['a cursor with a tail', { query: `${cursor({ below: 5 })}!` }, 'query cursor'],
    ['a cursor of the pipeline list', { query: cursor({ after: pipeline }) }, 'query cursor'],
  ];
  const pipelines: readonly Row[] = [
    ['limit=0', { query: 'limit=0' }, 'query limit'],
    ['draft_dirty=yes', { query: 'draft_dirty=yes' }, 'query draft_dirty'],
    ['draft_dirty=null', { query: 'draft_dirty=null' }, 'query draft_dirty'],
    ['another layer', { query: 'layer=platinum' }, 'query layer'],
    ['a namespace in upper case', { query: 'namespace=Default' }, 'query namespace'],
    ['a name', { query: 'name=orders' }, 'query name'],
    ['a cursor of the version list', { query: cursor({ below: 5 }) }, 'query cursor'],
    ['a cursor with half a pipeline', { query: cursor({ after: { namespace: 'a' } }) }, 'query cursor'],
    [
      'a cursor with another layer',
      { query: cursor({ after: { ...pipeline, layer: 'platinum' } }) },
      'query cursor',
    ],
    [
      'a cursor of another namespace',
      { query: `namespace=aaa&${cursor({ after: { ...pipeline, namespace: 'bbb' } })}` },
      'query cursor',
    ],
    [
      'a cursor of another layer',
      { query: `namespace=tests&layer=gold&${cursor({ after: pipeline })}` },
      'query cursor',
    ],
  ];
  const others: readonly (readonly [string, OperationId, ApiRequest, string])[] = [
    ['refresh=1', 'getPipeline', { query: 'refresh=1' }, 'query refresh'],
    ['refresh=TRUE', 'getPipeline', { query: 'refresh=TRUE' }, 'query refresh'],
    ['refresh twice', 'getPipeline', { query: 'refresh=true&refresh=true' }, 'query refresh'],
    ['version=0', 'getPublished', { query: 'version=0' }, 'query version'],
    ['version=01', 'getPublished', { query: 'version=01' }, 'query version'],
    ['version=current', 'getPublished', { query: 'version=current' }, 'query version'],
    ['presign=1', 'getPublished', { query: 'presign=1' }, 'query presign'],
    ['from=0', 'compareVersions', { query: 'from=0' }, 'query from'],
    ['from nothing', 'compareVersions', { query: 'from=' }, 'query from'],
    ['to=latest', 'compareVersions', { query: 'to=latest' }, 'query to'],
    ['to=-1', 'compareVersions', { query: 'to=-1' }, 'query to'],
    ['to=DRAFT', 'compareVersions', { query: 'to=DRAFT' }, 'query to'],
    ['patch=yes', 'compareVersions', { query: 'patch=yes' }, 'query patch'],
    ['refresh=true of the draft', 'getDraft', { query: 'refresh=true' }, 'query refresh'],
  ];

  test.each(versions)('%s (versions)', async (_, request, where) =>
    expectInvalid('listVersions', request, where),
  );
  test.each(pipelines)('%s (pipelines)', async (_, request, where) =>
    expectInvalid('listPipelines', request, where),
  );
  test.each(others)('%s', async (_, operation, request, where) => expectInvalid(operation, request, where));
});

describe('an Idempotency-Key is refused that', () => {
  const body = { message: 'x' };
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['is empty', ['Idempotency-Key', '']],
    ['has 129 characters', ['Idempotency-Key', 'k'.repeat(129)]],
    ['has a space', ['Idempotency-Key', 'a b']],
    ['has a tab', ['Idempotency-Key', 'a\tb']],
    ['has a letter with an accent', ['Idempotency-Key', 'caf\xe9']],
    ['has an emoji in UTF-8', ['Idempotency-Key', Buffer.from('k😀').toString('latin1')]],
    ['is sent twice', ['Idempotency-Key', 'a', 'Idempotency-Key', 'b']],
    ['is sent twice the same', ['Idempotency-Key', 'a', 'Idempotency-Key', 'a']],
    ['is sent twice in different case', ['Idempotency-Key', 'a', 'idempotency-key', 'b']],
  ];

  test.each(rows)('%s', async (_, rawHeaders) => {
    await expectInvalid('publishVersion', { body, rawHeaders }, 'header Idempotency-Key');
    const params = { ...pipeline, version_number: 1 };
    await expectInvalid('rollbackVersion', { params, rawHeaders }, 'header Idempotency-Key');
  });
});

test('all that is wrong is named at once', async () => {
  const { error } = await api.refused('publishVersion', {
    params: { ...pipeline, layer: 'platinum', name: 'X' },
    query: 'dry_run=true',
    body: { message: '', expected_version: -1 },
    headers: { 'Idempotency-Key': 'a b' },
  });

  const fields = error.details?.fields as readonly { field: string }[];
  expect(fields.map(({ field }) => field)).toEqual([
    'layer',
    'name',
    'dry_run',
    'Idempotency-Key',
    'message',
    'expected_version',
  ]);
});

test('a body over the gateway’s 10 MB is refused in the same envelope', async () => {
  const { error } = await api.refused('publishVersion', {
    params: pipeline,
    body: Buffer.alloc(10_500_000, ' '),
  });

  expect(error.code).toBe('BODY_TOO_LARGE');
});

test('none of what was refused here has stored anything', async () => {
  const { body } = await api.ok('getPipeline', { params: pipeline });

  expect(body.latest_version).toBeNull();
});

describe('what looks odd and is right is taken:', () => {
  const target = uniquePipeline({ name: `n${'-'.repeat(126)}_` });
  const publish = async (message: string, more: ApiRequest = {}) => {
    await drafts.saveFile(target, 'pipeline.sql', 'SELECT 1');
    const json = JSON.stringify({ message });
    return (await api.ok('publishVersion', { params: target, body: json, ...more })).body.message;
  };

  test.each([
    ['1,000 emoji', '😀'.repeat(1_000)],
    ['newlines and tabs', 'First\n\n\t- second'],
    ['right-to-left text and combining letters', 'שלום e\u0301'],
    ['quotes, markup and braces', `"';--<script>{{x}}\\`],
  ])('a message of %s', async (_, message) => {
    expect(await publish(message)).toBe(message);
  });

  test('white space around a message is trimmed before it is measured', async () => {
    expect(await publish(`  \n${'x'.repeat(1_000)}\t `)).toBe('x'.repeat(1_000));
  });

  test('any Content-Type, or none', async () => {
    expect(await publish('plain', { headers: { 'Content-Type': 'text/plain' } })).toBe('plain');
    expect(await publish('form', { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } })).toBe(
      'form',
    );
  });

  test('a byte order mark before the body', async () => {
    expect(await publish('', { body: '\ufeff{"message":"marked"}' })).toBe('marked');
  });

  test('a rollback without body, with white space, or with an empty object', async () => {
    const params = { ...target, version_number: 1 };
    for (const request of [{}, { body: ' \n' }, { body: {} }]) {
      const { body } = await api.ok('rollbackVersion', { params, ...request });
      expect(body.message).toBe('Rollback to version 1');
    }
  });

  const oddKeys = ['k'.repeat(128), '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~', 'a,b', 'size', '__proto__'];
  test.each(oddKeys)('the Idempotency-Key %s', async (key) => {
    const request = { params: target, body: { message: 'Keyed' }, headers: { 'Idempotency-Key': key } };

    const first = await api.ok('publishVersion', request);
    const again = await api.ok('publishVersion', request);

    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotent-replayed']).toBe('true');
  });
});
