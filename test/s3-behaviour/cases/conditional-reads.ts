// GET, HEAD and the sources of copies, if something is so.
import type { Area } from '../case.ts';
import { outcome } from '../outcomes.ts';
import { api, guide, recorded, s3Tests } from '../sources.ts';
import type { Subject } from '../subject.ts';

const OTHER = '"00000000000000000000000000000000"';
const recordedReads = recorded('test_s3', 'test_s3_get_object_preconditions');

interface Known {
  readonly etag: string;
  /** As header values: a second before the object's time, that time, and long after now. */
  readonly before: string;
  readonly same: string;
  readonly future: string;
}

async function known(s3: Subject): Promise<Known> {
  const { ETag: etag = '' } = await s3.put();
  const time = (await s3.head()).LastModified?.getTime() ?? 0;
  const header = (milliseconds: number) => new Date(milliseconds).toUTCString();
  return { etag, before: header(time - 1000), same: header(time), future: header(Date.now() + 86_400_000) };
}

type Conditions = (known: Known) => Record<string, string>;

/** `200 200`: what GET and HEAD answer; the second is left out where it is the same. */
async function read(s3: Subject, ...all: readonly Conditions[]): Promise<string> {
  const about = await known(s3);
  const answers: string[] = [];
  for (const conditions of all) {
    const headers = conditions(about);
    const [get, head] = [await s3.raw('GET', 'key', { headers }), await s3.raw('HEAD', 'key', { headers })];
    answers.push(get.status === head.status ? `${get.status}` : `${get.status} (HEAD ${head.status})`);
  }
  return answers.join(', ');
}

async function copyIf(s3: Subject, ...all: readonly Conditions[]): Promise<string> {
  const about = await known(s3);
  const answers: string[] = [];
  for (const conditions of all) {
    const named = Object.entries(conditions(about)).map(([name, value]) => [
      `x-amz-copy-source-${name}`,
      value,
    ]);
    const headers = { 'x-amz-copy-source': `${s3.bucket}/key`, ...Object.fromEntries(named) };
    answers.push(s3.answer(await s3.raw('PUT', 'copy', { headers })));
  }
  return answers.join(', ');
}

export const conditionalReads: Area = {
  name: 'Conditional reads',
  cases: [
    {
      rule: '`If-Match` with the ETag reads the object, with another one fails.',
      source: api('GetObject'),
      expected: '200, 412',
      run: (s3) =>
        read(
          s3,
          ({ etag }) => ({ 'if-match': etag }),
          () => ({ 'if-match': OTHER }),
        ),
    },
    {
      rule: '`If-None-Match` with the ETag is not modified, with another one reads the object.',
      source: api('GetObject'),
      expected: '304, 200',
      run: (s3) =>
        read(
          s3,
          ({ etag }) => ({ 'if-none-match': etag }),
          () => ({ 'if-none-match': OTHER }),
        ),
    },
    {
      rule: '`If-Modified-Since` with the time of the object is not modified, with an earlier one reads it.',
      source: recordedReads,
      expected: '304, 200',
      run: (s3) =>
        read(
          s3,
          ({ same }) => ({ 'if-modified-since': same }),
          ({ before }) => ({ 'if-modified-since': before }),
        ),
    },
    {
      rule: '`If-Modified-Since` with a time to come is ignored.',
      source: recordedReads,
      expected: '200',
      minio: { outcome: '304' },
      run: (s3) => read(s3, ({ future }) => ({ 'if-modified-since': future })),
    },
    {
      rule: '`If-Unmodified-Since` with the time of the object reads it, with an earlier one fails.',
      source: recordedReads,
      expected: '200, 412',
      run: (s3) =>
        read(
          s3,
          ({ same }) => ({ 'if-unmodified-since': same }),
          ({ before }) => ({ 'if-unmodified-since': before }),
        ),
    },
    {
      rule: '`If-Match` that holds outranks `If-Unmodified-Since` that does not.',
      source: api('GetObject'),
      expected: '200',
      localstack: { outcome: '412', why: 'Each condition has to hold.' },
      run: (s3) => read(s3, ({ etag, before }) => ({ 'if-match': etag, 'if-unmodified-since': before })),
    },
    {
      rule: '`If-None-Match` that does not hold outranks `If-Modified-Since` that does.',
      source: api('GetObject'),
      expected: '304',
      run: (s3) => read(s3, ({ etag, before }) => ({ 'if-none-match': etag, 'if-modified-since': before })),
    },
    {
      rule: 'A condition that fails with 412 outranks one that answers 304.',
      source: recordedReads,
      expected: '412, 412',
      minio: { outcome: '304, 304', why: 'It answers 304 first.' },
      run: (s3) =>
        read(
          s3,
          ({ etag }) => ({ 'if-match': OTHER, 'if-none-match': etag }),
          ({ etag, before }) => ({ 'if-unmodified-since': before, 'if-none-match': etag }),
        ),
    },
    {
      rule: 'ETags may come without quotes.',
      source: recordedReads,
      expected: '304, 200',
      run: (s3) => {
        const bare = (etag: string) => etag.replaceAll('"', '');
        return read(
          s3,
          ({ etag }) => ({ 'if-none-match': bare(etag) }),
          ({ etag }) => ({ 'if-match': bare(etag) }),
        );
      },
    },
    {
      rule: 'Of a list of ETags one is enough.',
      source: api('GetObject'),
      expected: '304, 200',
      note: 'By RFC 7232, to which the page refers.',
      minio: { outcome: '200, 412', why: 'It takes the list for one ETag.' },
      localstack: { outcome: '200, 412', why: 'It takes the list for one ETag.' },
      run: (s3) =>
        read(
          s3,
          ({ etag }) => ({ 'if-none-match': `${OTHER}, ${etag}` }),
          ({ etag }) => ({ 'if-match': `${OTHER}, ${etag}` }),
        ),
    },
    {
      rule: 'A weak ETag in `If-None-Match` matches the strong one.',
      source: api('GetObject'),
      expected: '304',
      note: 'By RFC 7232, to which the page refers.',
      minio: { outcome: '200' },
      localstack: { outcome: '200' },
      run: (s3) => read(s3, ({ etag }) => ({ 'if-none-match': `W/${etag}` })),
    },
    {
      rule: 'A 304 has the ETag.',
      source: s3Tests('test_get_object_ifnonematch_good'),
      expected: '304, the ETag, no body',
      localstack: { outcome: '304, no ETag, no body' },
      run: async (s3) => {
        const { etag } = await known(s3);
        const reply = await s3.raw('GET', 'key', { headers: { 'if-none-match': etag } });
        return `${reply.status}, ${reply.headers.etag === etag ? 'the' : 'no'} ETag, ${reply.body === '' ? 'no' : 'a'} body`;
      },
    },
    {
      rule: 'With a version ID, conditions are about that version.',
      source: guide('conditional-reads'),
      expected: '304, 412',
      run: async (s3) => {
        const one = await s3.put('key', 'one');
        const two = await s3.put('key', 'two');
        const ask = async (name: string, etag = '') =>
          (await s3.raw('GET', `key?versionId=${one.VersionId}`, { headers: { [name]: etag } })).status;
        return `${await ask('if-none-match', one.ETag)}, ${await ask('if-match', two.ETag)}`;
      },
    },
    {
      rule: 'A copy fails with 412 if its source does not meet a condition, by ETag or by time.',
      source: api('CopyObject'),
      expected: Array(4).fill('412 PreconditionFailed').join(', '),
      run: (s3) =>
        copyIf(
          s3,
          () => ({ 'if-match': OTHER }),
          ({ etag }) => ({ 'if-none-match': etag }),
          ({ same }) => ({ 'if-modified-since': same }),
          ({ before }) => ({ 'if-unmodified-since': before }),
        ),
    },
    {
      rule: 'A copy is made if `if-match` holds and `if-unmodified-since` does not, but not if `if-none-match` fails.',
      source: api('CopyObject'),
      expected: '200, 412 PreconditionFailed',
      minio: {
        outcome: '412 PreconditionFailed, 412 PreconditionFailed',
        why: 'Each condition has to hold.',
      },
      localstack: {
        outcome: '412 PreconditionFailed, 412 PreconditionFailed',
        why: 'Each condition has to hold.',
      },
      run: (s3) =>
        copyIf(
          s3,
          ({ etag, before }) => ({ 'if-match': etag, 'if-unmodified-since': before }),
          ({ etag, before }) => ({ 'if-none-match': etag, 'if-modified-since': before }),
        ),
    },
    {
      rule: 'A time to come is ignored in `if-modified-since` of a copy, too.',
      source: recorded('test_s3_preconditions', 'test_s3_copy_object_preconditions'),
      expected: '200',
      minio: { outcome: '412 PreconditionFailed' },
      run: (s3) => copyIf(s3, ({ future }) => ({ 'if-modified-since': future })),
    },
    {
      rule: 'Conditions on a key that does not exist do not matter.',
      source: api('GetObject'),
      expected: '404 NoSuchKey',
      run: (s3) => outcome(s3.get('never', { IfMatch: OTHER })),
    },
  ],
};
