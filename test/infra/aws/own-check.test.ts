// A deployment's own check: which functions know its URL, and which may read its secret.
import { expect, test } from 'vitest';
import { readSettings } from '../../../infra/settings.ts';
import { linesOf, statementsOf } from './granted.ts';
import { resourcesOf, synthesized } from './synthesized.ts';

const URL = 'https://check.example.com/pipelines';
const { template } = synthesized({ checkUrl: URL, checkUnreachable: 'allow' });
const plain = synthesized().template;
const MAKERS = ['ApipublishVersionFunction', 'ApirollbackVersionFunction'];

test('only the functions that make versions know the URL and may read the secret', () => {
  const functions = resourcesOf(template, 'AWS::Lambda::Function');
  const told = functions.filter(([, { Properties }]) =>
    JSON.stringify(Properties).includes('PIPELINES_CHECK_'),
  );
  const readers = resourcesOf(template, 'AWS::IAM::Policy').filter(([, policy]) =>
    JSON.stringify(policy).includes('secretsmanager:'),
  );

  expect(told.map(([id]) => id.slice(0, -8)).toSorted()).toEqual(MAKERS);
  expect(readers).toHaveLength(2);
  for (const [, { Properties }] of told)
    expect(Properties.Environment.Variables).toMatchObject({
      PIPELINES_CHECK_URL: URL,
      PIPELINES_CHECK_UNREACHABLE: 'allow',
      PIPELINES_CHECK_SECRET_ARN: { Ref: expect.stringMatching(/^ApiOwnCheckSecret/) },
    });
});

test.each(MAKERS)('%s may read that secret and sign links, and nothing else besides', (id) => {
  const added = linesOf(statementsOf(template, id)).filter(
    (line) => !linesOf(statementsOf(plain, id)).includes(line),
  );

  expect(added).toEqual([expect.stringMatching(/^secretsmanager:GetSecretValue ApiOwnCheckSecret/)]);
});

test('without the setting there is no secret, and no function knows a URL', () => {
  expect(resourcesOf(plain, 'AWS::SecretsManager::Secret')).toEqual([]);
  expect(JSON.stringify(plain)).not.toContain('PIPELINES_CHECK_');
});

test('the URL has to be https, and what follows its silence needs it', () => {
  expect(() => readSettings({ checkUrl: 'http://check.example.com' })).toThrow('checkUrl');
  expect(() => readSettings({ checkUnreachable: 'allow' })).toThrow('needs checkUrl');
});
