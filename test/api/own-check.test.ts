// The deployment's own check, between a real service and a web service of one's own.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll, describe, expect, test } from 'vitest';
import { createCli } from '../cli/support/run-cli.ts';
import { serverSet } from '../support/server-set.ts';
import { startServers } from '../support/servers.ts';
import { uniqueName, uniquePipeline } from '../support/unique-pipeline.ts';

const SECRET = `whsec_${Buffer.from('a secret of twenty-four.').toString('base64')}`;

/** Reads each file by its link, and refuses those with a star, as a linter does. */
async function startLinter() {
  const received: Received[] = [];
  const down = new Set<string>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = request.headers as Record<string, string>;
    const message = new Webhook(SECRET).verify(Buffer.concat(chunks), headers) as Message;
    received.push({ id: headers['webhook-id'] ?? '', ...message });
    if (down.has(message.data.pipeline.name)) return void response.writeHead(503).end();
    const files = await Promise.all(message.data.manifest.files.map(lint));
    const valid = files.every(({ errors }) => errors.length === 0);
    response.end(JSON.stringify({ valid, files, ...(!valid && { message: 'Name the columns.' }) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, received, down };
}

interface Message {
  readonly type: string;
  readonly data: {
    readonly pipeline: { readonly name: string };
    readonly rollback_of: number | null;
    readonly manifest: {
      readonly version_number: null;
      readonly files: readonly { readonly path: string; readonly version_id: string; readonly url: string }[];
    };
  };
}
type Received = Message & { readonly id: string };

async function lint({ path, url }: Message['data']['manifest']['files'][number]) {
  const text = await fetch(url).then((reply) => reply.text());
  const column = text.indexOf('*') + 1;
  return { path, errors: column === 0 ? [] : [{ rule: 'star', line: 1, column, message: 'No stars' }] };
}

describe.skipIf(serverSet === 'deployed')('a check of one’s own', async () => {
  if (serverSet === 'deployed') return;
  const linter = await startLinter();
  process.env.LOCAL_CHECK_SECRET = SECRET;
  const strict = await startServers(['--check-url', linter.url]);
  const lenient = await startServers(['--check-url', linter.url, '--check-unreachable', 'allow']);
  afterAll(async () => {
    await strict.stop();
    await lenient.stop();
  });
  const of = (name: string) => linter.received.filter(({ data }) => data.pipeline.name === name);

  test('reads what would become visible, and refuses a publish with its words', async () => {
    const params = uniquePipeline();
    await strict.drafts.saveFile(params, 'pipeline.sql', 'SELECT * FROM a');

    const answer = await strict.api.send('publishVersion', { params, body: { message: 'One' } });

    expect(answer).toMatchObject({
      status: 422,
      error: {
        code: 'CHECKS_FAILED',
        message: expect.stringContaining('Name the columns.'),
        details: {
          checks: {
            verdict: 'failed',
            valid: false,
            files: [{ path: 'pipeline.sql', errors: [{ rule: 'star', line: 1, column: 8 }] }],
            message: 'Name the columns.',
          },
        },
      },
    });
    expect((await strict.api.ok('getPipeline', { params })).body.latest_version).toBeNull();
  });

  test('is sent exactly the pins of the version that follows, and nothing for a repetition', async () => {
    const params = uniquePipeline();
    const headers = { 'Idempotency-Key': uniqueName('key') };
    await strict.drafts.saveFile(params, 'pipeline.sql', 'SELECT 1');

    await strict.api.ok('publishVersion', { params, body: { message: 'One' }, headers });
    const { body } = await strict.api.ok('publishVersion', { params, body: { message: 'One' }, headers });

    const sent = of(params.name);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      type: 'version.publishing',
      data: { manifest: { version_number: null } },
    });
    expect(sent[0]?.data.manifest.files.map(({ version_id }) => version_id)).toEqual(
      Object.values(body.published_versions),
    );
    expect(body.checks.verdict).toBe('passed');
  });

  test('refuses a rollback, which allow_failed_checks lets pass, and history keeps saying so', async () => {
    const params = uniquePipeline();
    const back = { params: { ...params, version_number: 1 } };
    const allowed = { allow_failed_checks: true };
    await strict.drafts.saveFile(params, 'pipeline.sql', 'SELECT *');
    await strict.api.ok('publishVersion', { params, body: { message: 'One', ...allowed } });

    const refused = await strict.api.send('rollbackVersion', { ...back, body: {} });
    const made = await strict.api.ok('rollbackVersion', { ...back, body: allowed });

    expect(refused).toMatchObject({ status: 422, error: { code: 'CHECKS_FAILED' } });
    expect(made.body).toMatchObject({ version_number: 2, checks: { verdict: 'failed', files: [{}] } });
    expect(of(params.name).map(({ data }) => data.rollback_of)).toEqual([null, 1, 1]);
    const { body: list } = await strict.api.ok('listVersions', { params, query: { fields: 'summary' } });
    expect(list.versions.map(({ checks }) => checks)).toEqual(['failed', 'failed']);
  });

  test('says on the command line why it refuses a rollback, and what passes it', async () => {
    const params = uniquePipeline();
    const { namespace, layer, name } = params;
    const cli = createCli(strict.apiUrl);
    const rollBack = ['rollback', `${namespace}/${layer}/${name}`, '1', '--yes'];
    await strict.drafts.saveFile(params, 'pipeline.sql', 'SELECT *');
    const body = { message: 'One', allow_failed_checks: true };
    await strict.api.ok('publishVersion', { params, body });

    const refused = await cli.run(...rollBack);
    const allowed = await cli.run(...rollBack, '--allow-failed-checks');

    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('Name the columns.');
    expect(refused.stderr).toContain('--allow-failed-checks');
    expect(allowed).toMatchObject({ code: 0, stdout: expect.stringContaining('again as v2') });
  });

  test('that is down makes a publish and a rollback 503, and no version', async () => {
    const params = uniquePipeline();
    await strict.drafts.saveFile(params, 'pipeline.sql', 'SELECT 1');
    await strict.api.ok('publishVersion', { params, body: { message: 'One' } });
    linter.down.add(params.name);

    const { namespace, layer, name } = params;
    const post = async (path: string) => {
      const address = `${strict.apiUrl}/api/v1/pipelines/${namespace}/${layer}/${name}/${path}`;
      const reply = await fetch(address, { method: 'POST', body: JSON.stringify({ message: 'Two' }) });
      return { status: reply.status, ...((await reply.json()) as object) };
    };
    const answers = [await post('publish'), await post('versions/1/rollback')];

    for (const answer of answers)
      expect(answer).toMatchObject({
        status: 503,
        error: { code: 'CHECK_UNAVAILABLE', type: 'UNAVAILABLE' },
      });
    expect((await strict.api.ok('getPipeline', { params })).body.latest_version).toBe(1);
  });

  test('that is down lets versions pass as skipped where the deployment says so', async () => {
    const params = uniquePipeline();
    linter.down.add(params.name);
    await lenient.drafts.saveFile(params, 'pipeline.sql', 'SELECT 1');

    const { body } = await lenient.api.ok('publishVersion', { params, body: { message: 'One' } });

    expect(body.checks).toMatchObject({
      verdict: 'skipped',
      valid: true,
      message: expect.stringContaining('503'),
    });
    const version = await lenient.api.ok('getVersion', { params: { ...params, version_number: 1 } });
    expect(version.body.checks).toBe('skipped');
  });
});
