import { expect, test } from 'vitest';
import { checkFile } from '../../../../functions/domain/checks/check-file.ts';
import { isToBeRead } from '../../../../functions/domain/checks/limits.ts';
import { bytesOf, checkText, found } from './checked.ts';

test.each(['', ' ', '\n\t\r\n', '\ufeff', '\ufeff \n', '\u00a0'])(
  'a source that is %j has nothing in it',
  (text) => {
    expect(found('pipeline.sql', text).filter((one) => one.startsWith('empty-source'))).toHaveLength(1);
    expect(found('pipeline.py', text).filter((one) => one.startsWith('empty-source'))).toHaveLength(1);
  },
);

test('an empty file that is no source may be meant', () => {
  expect(found('config.yaml', '')).toEqual([]);
  expect(found('lib/__init__.py', '')).toEqual([]);
});

test('conflict markers count at the beginning of a line, with a label or nothing behind them', () => {
  const conflict = 'SELECT 1\n<<<<<<< HEAD\n  a\n=======\n  b\n>>>>>>> other\r\n<<<<<<<\n';

  expect(found('x.sql', conflict).filter((one) => one.startsWith('conflict'))).toEqual([
    'conflict-marker 2:1',
    'conflict-marker 6:1',
    'conflict-marker 7:1',
  ]);
  expect(found('x.sql', ' <<<<<<< HEAD\n<<<<<<<<\n-- <<<<<<< x\nTitle\n=======\n<<<<<<<x')).toEqual([]);
});

test('a report has the first twenty findings of one rule', () => {
  expect(found('x.sql', '<<<<<<<\n'.repeat(1_000))).toHaveLength(20);
});

test('a pointer of Git LFS is one whatever the name of the file', () => {
  const pointer = `version https://git-lfs.github.com/spec/v1\next-0-foo sha256:${'b'.repeat(64)}\noid sha256:${'a'.repeat(64)}\nsize 12\n`;

  expect(found('seeds/x.parquet', pointer)).toEqual(['lfs-pointer null:null']);
  expect(found('pipeline.sql', pointer)).toEqual(['lfs-pointer null:null']);
  expect(found('seeds/x.parquet', pointer.replace('oid', 'old'))).toEqual([]);
  expect(found('seeds/x.parquet', pointer + ' '.repeat(1_024))).toEqual([]);
});

test('bytes that are not text are found where they stand, in files of text only', () => {
  const latin1 = new Uint8Array([...bytesOf('-- \ufffd ü\nSELECT '), 0xfc, 0x63]);
  const [finding] = checkFile('x.py', latin1).findings;

  expect(finding).toMatchObject({ rule: 'invalid-utf8', line: 2, column: 8 });
  expect(checkFile('x.bin', latin1).findings).toEqual([]);
  expect(found('x.yml', 'a: 1\nb: \0')).toEqual(['nul-byte 2:4']);
});

test('UTF-16 is named', () => {
  const [finding] = checkFile('pipeline.sql', new Uint8Array([0xff, 0xfe, 0x53, 0, 0x45, 0])).findings;

  expect(finding?.message).toBe('The file is UTF-16; save it as UTF-8.');
});

test('a byte order mark is no column', () => {
  expect(found('config.yaml', '\ufeff- a')).toEqual(['byte-order-mark null:null', 'yaml-not-mapping 1:1']);
});

test('line endings are mixed from the first line that ends otherwise', () => {
  expect(found('x.sql', 'a\nb\r\nc')).toEqual(['mixed-line-endings 2:2']);
  expect(found('x.sql', 'a\r\nb\nc\n')).toEqual(['mixed-line-endings 2:2']);
  expect(found('x.sql', '\nb\nc\n')).toEqual([]);
  expect(found('x.sql', 'a\r\nb\r\n')).toEqual([]);
  expect(found('x.sql', 'no end')).toEqual([]);
});

test('texts are read by their names, other files if they could be pointers', () => {
  const read = (path: string, size: number) => isToBeRead({ path, size });

  expect(read('pipeline.SQL', 1_000_000)).toBe(true);
  expect(read('a/b.yml', 0)).toBe(true);
  expect([read('x.csv', 0), read('x.csv', 1), read('x.csv', 1_023), read('x.csv', 1_024)]).toEqual([
    ...[false, true, true, false],
  ]);
});

test('what stands in a file stands in no message with its control characters', () => {
  const { findings } = checkText('config.yaml', 'checks:\n  "a\\u001bb": off\n');

  expect(findings[0]?.message).toBe('There is no rule a\ufffdb.');
});
