import { describe, expect, test } from 'vitest';
import { checkText, found } from './checked.ts';

const inConfig = (text: string) => found('config.yaml', text);

describe('a configuration is one mapping, or empty', () => {
  test.each([
    '',
    '# nothing yet\n',
    '---\n',
    '--- # x\n',
    'null\n',
    'a: 1\n...\n',
    '---\na: 1\n',
    '%YAML 1.1\n---\na: yes\n',
    'a: !custom 1\n',
    'a: {{ x }}\n',
    'a: &x 1\nb: *x\n',
    'a: [\n  1,\n]\n',
    'a:\tb\n',
  ])('%j', (text) => {
    expect(inConfig(text)).toEqual([]);
  });

  test.each([
    ['- a\n', 'yaml-not-mapping 1:1'],
    ['\n  text\n', 'yaml-not-mapping 2:3'],
    ['a: 1\n---\nb: 1\n', 'yaml-documents 2:1'],
    ['a: 1\n---\n', 'yaml-documents 2:1'],
    ['a:\n\tb: 1\n', 'yaml-tab 2:1'],
    ['a: b: c\n', 'yaml-syntax 1:4'],
    ['a: @x\n', 'yaml-syntax 1:4'],
    ['a: "x\n', 'yaml-syntax 2:1'],
    ['a: [1\n', 'yaml-syntax 2:1'],
    ['a: *x\n', 'yaml-syntax 1:4'],
    ['a: *x\nb: &x 1\n', 'yaml-syntax 1:4'],
  ])('%j is not', (text, finding) => {
    expect(inConfig(text)).toEqual([finding]);
  });

  test('only config.yaml has to be', () => {
    expect(found('seeds.yaml', 'a: 1\n---\n- b\n')).toEqual([]);
    expect(found('seeds.yaml', 'a: b: c\n')).toEqual([]);
  });
});

// PyYAML 6.0 and libyaml 0.2 accept these.
test.each(['a: "b"#c\n', 'a: "x\ny"\n', "a: 'x\ny'\n", 'a: {b: -, c: 1}\n'])(
  '%j is a question of dialect',
  (text) => {
    expect(inConfig(text).map((one) => one.split(' ')[0])).toEqual(['yaml-dialect']);
  },
);

test('a key twice in one mapping is found, in any YAML', () => {
  expect(inConfig('a: 1\nb:\n  c: 1\n  c: 2\na: 3\n')).toEqual([
    'yaml-duplicate-key 5:1',
    'yaml-duplicate-key 4:3',
  ]);
  expect(found('x.yml', 'a: 1\na: 2\n---\na: 3\n')).toEqual(['yaml-duplicate-key 2:1']);
});

test('what << brings may be overridden, and 1 is not "1"', () => {
  expect(inConfig('x: &x {a: 1}\ny:\n  <<: *x\n  a: 2\nz:\n  <<: *x\n  <<: *x\n1: a\n"1": b\n')).toEqual([]);
});

test('settings are read by name', () => {
  const { findings, settings } = checkText(
    'config.yaml',
    'checks:\n  byte-order-mark: off\n  two-sources: error\n  not-read: false\n  similar-paths: warning\n',
  );

  expect(findings).toEqual([]);
  expect([...settings]).toEqual([
    ['byte-order-mark', 'off'],
    ['two-sources', 'error'],
    ['not-read', 'off'],
    ['similar-paths', 'warning'],
  ]);
});

test('settings of no rule, and values that a rule cannot have, are named and change nothing', () => {
  const text = 'checks:\n  jinja: off\n  two-sources: loud\n  lfs-pointer: warning\n  constructor: off\n';
  const { findings, settings } = checkText('config.yaml', text);

  expect(findings.map(({ rule, line }) => `${rule} ${line}`)).toEqual([
    ...['unknown-setting 2', 'unknown-setting 3', 'unknown-setting 4', 'unknown-setting 5'],
  ]);
  expect(settings.size).toBe(0);
  expect(inConfig('checks: off\n')).toEqual(['unknown-setting 1:9']);
  expect(inConfig('checks:\n')).toEqual([]);
});

test('YAML above 64 KB is not parsed, and says so', () => {
  expect(inConfig(`a: ${'x'.repeat(64 * 1024)}`)).toEqual(['not-read null:null']);
});
