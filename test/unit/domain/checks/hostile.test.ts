// Whatever stands in a file, checking it neither throws nor takes more than linear time: at these sizes quadratic time
// would be minutes, which the runner's own limit cuts off.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkFile } from '../../../../functions/domain/checks/check-file.ts';
import { MAX_CHECKED_BYTES, MAX_YAML_BYTES } from '../../../../functions/domain/checks/limits.ts';
import { bytesOf } from './checked.ts';

const PATHS = ['pipeline.sql', 'pipeline.py', 'config.yaml', 'other.yml', 'seeds/x.csv'];

test('random bytes are checked without a throw', () => {
  fc.assert(
    fc.property(fc.constantFrom(...PATHS), fc.uint8Array({ maxLength: 400 }), (path, bytes) => {
      expect(Array.isArray(checkFile(path, bytes).findings)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

const PIECES = [
  ...['{{', '}}', '{%', '%}', '{#', '#}', '{% raw %}', '{% endraw %}', "ref('", '"', "'", '\\', '(', ')'],
  ...[
    'a: ',
    '- ',
    '? ',
    '---\n',
    '&a ',
    '*a',
    '<<: ',
    '\t',
    '\n',
    '\r\n',
    ' ',
    '[',
    ']',
    '|\n',
    '#',
    'checks:\n',
  ],
  ...['\ufeff', '\ufffd', '\0', '\ud83d\ude00', '<<<<<<<', 'not-read: off\n'],
];

test('random pieces of languages are checked without a throw, and found within the text', () => {
  const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.constantFrom(...PATHS), text, (path, written) => {
      const lines = written.split('\n').length;
      for (const { line, column } of checkFile(path, bytesOf(written)).findings) {
        expect(line ?? 1).toBeLessThanOrEqual(lines);
        expect(column ?? 1).toBeGreaterThanOrEqual(1);
      }
    }),
    { numRuns: 1_000 },
  );
});

const SQL = [
  '{',
  '{{ ',
  '{{ ( ',
  "{{ '",
  '{%',
  '{% ',
  '{% raw %}',
  '{%    ',
  '{#',
  "{{ ref('{{') }}",
  '}}',
  '%}',
  '\\',
];
const ANY = ['<<<<<<<\n', '\n', '\r\n', '\r', '\ufffd', ' ', '<'];

describe('256 KB of a piece of SQL', () => {
  test.each([...SQL, ...ANY])('%j', (piece) => {
    const text = bytesOf(piece.repeat(MAX_CHECKED_BYTES / piece.length)).slice(0, MAX_CHECKED_BYTES);

    expect(checkFile('pipeline.sql', text).findings.length).toBeLessThan(200);
  });
});

const YAML = [
  '{',
  '[',
  '- ',
  '? ',
  'a: ',
  '---\n',
  '"',
  '! ',
  '&a ',
  '*a ',
  '%a\n',
  ':\n',
  ']',
  '}',
  'a: [{b: "',
  ' \n',
];

describe('64 KB of a piece of YAML', () => {
  test.each(YAML)('%j', (piece) => {
    const text = bytesOf(piece.repeat(MAX_YAML_BYTES / piece.length)).slice(0, MAX_YAML_BYTES);

    expect(checkFile('config.yaml', text).findings.length).toBeLessThan(200);
  });

  test('as many keys as fit', () => {
    const keys = Array.from({ length: 7_000 }, (_, index) => `k${index}: 1\n`).join('');

    expect(checkFile('config.yaml', bytesOf(keys)).findings).toEqual([]);
  });

  test('aliases that would expand to billions of nodes', () => {
    const levels = Array.from(
      { length: 30 },
      (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`,
    );

    expect(checkFile('config.yaml', bytesOf(`a0: &a0 x\n${levels.join('\n')}\n`)).findings).toEqual([]);
  });
});
