// `create`: a pipeline by its first file, and never a change to one that exists.
import { describe, expect, test } from 'vitest';
import { firstFile } from '../../client/new-pipeline.ts';
import { displayName } from '../../functions/domain/pipeline.ts';
import { useServers } from '../support/servers.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { createCli } from './support/run-cli.ts';

const { api, apiUrl, drafts } = await useServers();
const cli = createCli(apiUrl);

test.each([
  ['sql', 'pipeline.sql'],
  ['python', 'pipeline.py'],
] as const)(
  'a pipeline of type %s has a source that no check finds fault with, and can be published',
  async (type, path) => {
    const pipeline = uniquePipeline();
    const name = displayName(pipeline);

    const created = await cli.run('create', name, '--type', type);
    const checked = await cli.run('check', name);
    const published = await cli.run('publish', name, '-m', 'First version');

    expect(created).toMatchObject({ code: 0, stdout: `Created ${name} with ${path}.\n` });
    expect(created.stderr).toContain(`publish ${name} -m "First version"`);
    expect(await drafts.readFile(pipeline, path)).toBe(firstFile(type, pipeline.name)?.text);
    expect(checked.stdout).toBe('Nothing is wrong.\n');
    expect(published.stdout).toBe(`Published ${name} v1 (1 file).\n`);
  },
);

test('without a type the source is SQL, and --json says what was made', async () => {
  const name = displayName(uniquePipeline());

  expect(await cli.json('create', name)).toEqual({ pipeline: name, path: 'pipeline.sql' });
});

test('a pipeline that has a file is refused and stays as it is', async () => {
  const pipeline = uniquePipeline();
  const name = displayName(pipeline);
  await drafts.saveFile(pipeline, 'pipeline.py', 'x = 1');

  const { code, stdout, stderr } = await cli.run('create', name);

  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(`There is a pipeline ${name} already; status ${name} shows it.`);
  expect(Object.keys(await drafts.listFiles(pipeline))).toEqual(['pipeline.py']);
});

test('a pipeline that has versions and an empty draft is refused', async () => {
  const pipeline = uniquePipeline();
  await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  await api.ok('publishVersion', { params: pipeline, body: { message: 'First' } });
  await drafts.deleteFile(pipeline, 'pipeline.sql');

  const { code } = await cli.run('create', displayName(pipeline));

  expect(code).toBe(1);
  expect(await drafts.listFiles(pipeline)).toEqual({});
});

test('of two who make the same pipeline at once, one has made it', async () => {
  const name = displayName(uniquePipeline());

  const ended = await Promise.all([cli.run('create', name), cli.run('create', name)]);

  expect(ended.map(({ code }) => code).toSorted()).toEqual([0, 1]);
});

test.each([
  'Default/silver/a',
  'default/Iron/a',
  'default/silver/a b',
  'silver/a',
  `a/silver/${'a'.repeat(129)}`,
])('%j is no name of a pipeline', async (name) => {
  const { code, stderr } = await cli.run('create', name);

  expect(code).toBe(2);
  expect(stderr).toContain('namespace/layer/name');
});

describe('where other files make a pipeline', async () => {
  const service = await useServers(['--sources', 'dbt_project.yml,src/*.py', '--layers', 'raw,curated']);
  const here = createCli(service.apiUrl);

  test('the first file is one of them', async () => {
    const { namespace, name } = uniquePipeline();
    const created = `${namespace}/raw/${name}`;

    const { stdout } = await here.run('create', created, '--type', 'python');
    const published = await here.run('publish', created, '-m', 'First version');

    expect(stdout).toBe(`Created ${created} with src/pipeline.py.\n`);
    expect(published.stdout).toBe(`Published ${created} v1 (1 file).\n`);
  });

  test('a type that none of them has is refused, by their names', async () => {
    const { namespace, name } = uniquePipeline();

    const { code, stderr } = await here.run('create', `${namespace}/raw/${name}`);

    expect(code).toBe(1);
    expect(stderr).toContain('begin with dbt_project.yml or src/*.py, none of which is SQL');
  });
});
