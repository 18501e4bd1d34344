import { expect, test } from 'vitest';
import { parseReadme } from './readme.ts';

const fence = (info: string, text: string) => `\`\`\`${info}\n${text}\n\`\`\`\n`;
const readme = (...walkThrough: readonly string[]) =>
  [
    '<!-- start -->',
    fence('sh', 'npm start'),
    '<!-- walk-through -->',
    ...walkThrough,
    '<!-- /walk-through -->',
  ].join('\n');

test('a step is an sh block with the json or text block that follows it', () => {
  const found = parseReadme(
    readme('Prose.', fence('sh', 'a=1\necho $a'), 'More.', fence('text', '1'), fence('sh', 'true')),
  );

  expect(found).toEqual({
    start: 'npm start',
    steps: [
      { line: 8, script: 'a=1\necho $a', eventually: false, expected: { line: 14, info: 'text', text: '1' } },
      { line: 18, script: 'true', eventually: false, expected: null },
    ],
  });
});

test('blocks outside of the markers are no steps', () => {
  const { steps } = parseReadme(
    `${fence('sh', 'before')}${readme(fence('sh', 'inside'))}\n${fence('sh', 'after')}`,
  );

  expect(steps.map(({ script }) => script)).toEqual(['inside']);
});

test('nothing between the markers is passed over', () => {
  expect(() => parseReadme(readme(fence('python', 'pass')))).toThrow('line 7: no rule for a "python" block');
  expect(() => parseReadme(readme(fence('json', '{}')))).toThrow('line 7: no sh block stands right before');
  expect(() => parseReadme(readme(fence('sh eventually', 'true')))).toThrow('line 7: no json or text block');
  expect(() => parseReadme(readme('No blocks.'))).toThrow('no sh block');
});

test('a missing marker is named', () => {
  expect(() => parseReadme(fence('sh', 'npm start'))).toThrow('<!-- walk-through -->');
});
