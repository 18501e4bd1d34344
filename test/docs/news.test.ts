// The examples of docs/news.md do what the page says.
import { execFile, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { freezing, lifting } from '../../functions/domain/freeze.ts';
import { NEWS_TYPES, type News, newsOfFreeze, newsOfVersion } from '../../functions/domain/news.ts';
import { presentNews } from '../../functions/http/present-news.ts';
import { versionWith } from '../contract/samples.ts';

const ROOT = join(import.meta.dirname, '../..');
const page = readFileSync(join(ROOT, 'docs/news.md'), 'utf8');

/** The block after the marker. */
function block(marker: string): string {
  const [, text = ''] = page.split(`<!-- ${marker} -->\n`);
  return /^```\w+\n(.*?)^```/ms.exec(text)?.[1] ?? '';
}

test('every type of event, and every field, has its row', () => {
  for (const name of [...NEWS_TYPES, ...Object.keys(presentNews(newsOfVersion(ORDERS, versionWith(null))))])
    expect(page).toContain(`\`${name}\``);
});

const ORDERS = { namespace: 'default', layer: 'silver', name: 'orders' } as const;

describe('what verifies', () => {
  const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const BODY = '{"type":"version.published","data":{"message":"Größer"}}';
  const now = () => Math.floor(Date.now() / 1_000);

  /** By the specification's own words, not by its library. */
  function headers(body = BODY, sent = now()) {
    const key = Buffer.from(SECRET.slice('whsec_'.length), 'base64');
    const signature = createHmac('sha256', key).update(`e1.${sent}.${body}`).digest('base64');
    return {
      'webhook-id': 'e1',
      'webhook-timestamp': String(sent),
      'webhook-signature': `v1,${Buffer.alloc(32).toString('base64')} v1,${signature}`,
    };
  }

  const CALLS = {
    typescript: {
      file: 'verify.mjs',
      command: process.execPath,
      compiled: stripTypeScriptTypes,
      call: 'const [secret, headers, body] = process.argv.slice(2);\nconsole.log(JSON.stringify(verify(secret, JSON.parse(headers), Buffer.from(body))));\n',
    },
    python: {
      file: 'verify.py',
      command: 'python3',
      compiled: (text: string) => text,
      call: 'import sys\nprint(json.dumps(verify(sys.argv[1], json.loads(sys.argv[2]), sys.argv[3].encode())))\n',
    },
  };

  const runnable = Object.entries(CALLS).filter(([language, { command }]) => {
    const isThere = spawnSync(command, ['--version']).error === undefined;
    if (!isThere) console.log(`skipped: what verifies in ${language}, since there is no ${command}`);
    return isThere;
  });

  describe.each(runnable)('%s', (language, { file, command, compiled, call }) => {
    async function verify(given: object, body = BODY): Promise<unknown> {
      // Where Node finds the packages of the project.
      const cache = join(ROOT, 'node_modules/.cache');
      await mkdir(cache, { recursive: true });
      const dir = await mkdtemp(join(cache, 'news-'));
      onTestFinished(() => rm(dir, { recursive: true }));
      await writeFile(join(dir, file), compiled(block(`verify: ${language}`)) + call);
      const args = [join(dir, file), SECRET, JSON.stringify(given), body];
      return JSON.parse((await promisify(execFile)(command, args)).stdout);
    }

    test('takes what is signed, also by one of two secrets', async () => {
      expect(await verify(headers())).toEqual(JSON.parse(BODY));
    });

    test.each([
      ['another body', headers(), BODY.replace('Größer', 'Kleiner')],
      ['an old message', headers(BODY, now() - 400), BODY],
      ['another signature', { ...headers(), 'webhook-signature': 'v1,AAAA' }, BODY],
      ['another id', { ...headers(), 'webhook-id': 'e2' }, BODY],
    ])('refuses %s', async (_, given, body) => {
      await expect(verify(given, body)).rejects.toThrow(/wrong|old|[Nn]o matching signature/);
    });
  });
});

describe('the rules', () => {
  const AT = new Date('2026-05-05T12:00:00Z');
  const freeze = { reason: 'Close', frozenBy: 'ada', frozenAt: AT, until: new Date(AT.getTime() + 1_000) };
  const first = versionWith(null);
  const news = {
    version: newsOfVersion(ORDERS, first),
    rollback: newsOfVersion(ORDERS, versionWith(first, { rollbackOf: first.number })),
    failed: newsOfVersion(ORDERS, { ...first, checks: 'failed' }),
    other: newsOfVersion({ ...ORDERS, name: 'others' }, first),
    frozen: newsOfFreeze(ORDERS, freezing(freeze)),
    lifted: newsOfFreeze('default', lifting('ada', AT)),
  };

  type Pattern = { readonly [name: string]: Pattern | readonly unknown[] };

  /** What these patterns use of https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html */
  function matches(pattern: Pattern, event: Readonly<Record<string, unknown>>): boolean {
    return Object.entries(pattern).every(([name, wanted]) => {
      if (name === '$or') return (wanted as readonly Pattern[]).some((one) => matches(one, event));
      const value = event[name];
      return Array.isArray(wanted)
        ? wanted.includes(value)
        : matches(wanted as Pattern, value as Readonly<Record<string, unknown>>);
    });
  }

  test.each([
    ['step-function', ['version', 'rollback', 'failed']],
    ['mail', ['failed', 'frozen']],
  ])('%s takes what it is for', (name, expected) => {
    const pattern: Pattern = JSON.parse(block(`rule: ${name}`));
    const onBus = (one: News) => ({
      ...{ source: 'pipeline-versioning', 'detail-type': one.type, detail: presentNews(one) },
    });

    const taken = Object.entries(news).filter(([, one]) => matches(pattern, onBus(one)));
    expect(taken.map(([key]) => key)).toEqual(expected);
  });
});
