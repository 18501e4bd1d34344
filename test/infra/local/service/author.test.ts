// Whom versions of a local service name as their author.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { authorNamed, findAuthor } from '../../../../infra/local/service/author.ts';
import { createApi } from '../../../support/api.ts';
import { s3At } from '../../../support/clients.ts';
import { createDraftEditor } from '../../../support/draft-editor.ts';
import { uniquePipeline } from '../../../support/unique-pipeline.ts';
import { expectOneLine } from '../support/expect-one-line.ts';
import { newDir } from '../support/new-dir.ts';
import { ANY_PORTS, runToEnd, startProcess } from '../support/server-process.ts';

/** Where git knows that e-mail, or none. */
async function variables(email?: string): Promise<NodeJS.ProcessEnv> {
  const dir = await newDir();
  const config = join(dir, 'gitconfig');
  await writeFile(config, email === undefined ? '' : `[user]\n  email = "${email}"\n`);
  const git = { GIT_CONFIG_GLOBAL: config, GIT_CONFIG_NOSYSTEM: '1', GIT_DIR: dir };
  return { PATH: process.env.PATH, USER: 'ada', ...git };
}

describe('by default it is', () => {
  test('the e-mail that git commits with', async () => {
    expect(await findAuthor(await variables('ada@example.com'))).toBe('ada@example.com');
  });

  test('where git knows none, the name of the user', async () => {
    expect(await findAuthor(await variables())).toBe('ada');
  });

  test('where there is no git, too', async () => {
    expect(await findAuthor({ PATH: await newDir(), USER: 'ada' })).toBe('ada');
  });

  test('where the e-mail cannot be shown in a line, too', async () => {
    expect(await findAuthor(await variables('ada\u202e@example.com'))).toBe('ada');
  });
});

test.each([
  ['ada@example.com', 'ada@example.com'],
  ['  Ada Lovelace\n', 'Ada Lovelace'],
  ['Ünü 数据', 'Ünü 数据'],
  ['', null],
  [' ', null],
  ['two\nlines', null],
  ['\u001b[31mred', null],
  ['a\u2028b', null],
  ['x'.repeat(201), null],
])('the name %j is %j', (text, name) => {
  expect(authorNamed(text)).toBe(name);
});

test.each([
  { flags: [], author: 'ada@example.com' },
  { flags: ['--author', 'Grace'], author: 'Grace' },
  { flags: ['--author', ''], author: null },
])('started with $flags, versions name $author', async ({ flags, author }) => {
  const env = { ...(await variables('ada@example.com')), LOCAL_AUTHOR: undefined };
  const { apiUrl, s3Url } = await startProcess(await newDir(), ['--no-demo', ...flags], env);
  const api = createApi(apiUrl);
  const params = uniquePipeline();
  await createDraftEditor(s3At(s3Url), 'pipelines').saveFile(params, 'pipeline.sql', 'SELECT 1');

  const { body } = await api.ok('publishVersion', { params, body: { message: 'First' } });

  expect(body.created_by).toBe(author);
  expect(body.created_by_subject).toBeUndefined();
  expect((await api.ok('getMe')).body).toMatchObject({ name: author, subject: null, roles: null });
});

test('a name that no line can show is refused', async () => {
  const ended = await runToEnd([...ANY_PORTS, '--author', 'a\tb']);

  expectOneLine(ended, /--author.*at most 200 printable characters in one line/);
});
