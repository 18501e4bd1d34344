import { expect, test } from 'vitest';
import { parsePage } from './page.ts';

const fence = (info: string, text: string) => `\`\`\`${info}\n${text}\n\`\`\`\n`;
const page = (...parts: readonly string[]) => parsePage(parts.join('\n'));

test('a step is a command with the json or text block right behind it', () => {
  const { steps } = page(
    'Prose.',
    fence('sh', 'a=1\necho $a'),
    'More.',
    fence('text', '1'),
    fence('sh', 'true'),
  );

  expect(steps).toEqual([
    {
      line: 2,
      language: 'sh',
      script: 'a=1\necho $a',
      eventually: false,
      expected: { line: 8, name: null, info: 'text', text: '1' },
    },
    { line: 12, language: 'sh', script: 'true', eventually: false, expected: null },
  ]);
});

test('programs are steps as well', () => {
  const { steps } = page(fence('python', 'print(1)'), fence('text', '1'), fence('ts', 'console.log(2)'));

  expect(steps.map(({ language, expected }) => [language, expected?.text])).toEqual([
    ['python', '1'],
    ['ts', undefined],
  ]);
});

test('the start is no step', () => {
  expect(page(fence('sh start', 'npm start'), fence('sh', 'true'))).toMatchObject({
    start: 'npm start',
    steps: [{ script: 'true' }],
  });
  expect(page(fence('sh', 'true')).start).toBeNull();
});

test('what others run, or nobody, is left out and counted', () => {
  const { steps, left } = page(
    fence('sh run-by .ci/run', 'npm test'),
    fence('sh not-run (needs Docker)', 'docker compose up'),
    fence('yaml run-by test/cli/documented-job.test.ts', 'on: push'),
    fence('mermaid', 'flowchart LR'),
  );

  expect(steps).toEqual([]);
  expect(left.map(({ runBy }) => runBy)).toEqual(['.ci/run', null, 'test/cli/documented-job.test.ts']);
});

test('a page may be left out as a whole', () => {
  const { steps, left } = page('<!-- not-run (needs an account) -->', fence('sh', 'aws s3 ls'));

  expect([steps.length, left.length]).toEqual([0, 1]);
});

test('a command without a rule is an error', () => {
  expect(() => page(fence('sh later', 'true'))).toThrow('line 1: no rule for "sh later"');
  expect(() => page(fence('sh not-run', 'true'))).toThrow('no rule for "sh not-run"');
  expect(() => page(fence('sh eventually', 'true'))).toThrow('line 1: no json or text block');
});
