// The operators' pages say what is so: their settings, outputs, alarms, log fields and codes are those of the stack. That
// their links lead somewhere, test/docs shows.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { errorReplies } from '../../../functions/http/error-reply.ts';
import { readSettings, SETTING_NAMES } from '../../../infra/settings.ts';
import { POLL_MS } from '../../../portal/service/poll-interval.ts';
import { namingRoutes } from './route-functions.ts';
import { type Context, LARGEST, resourcesOf, synthesized, VARIANTS } from './synthesized.ts';

const guide = ['README.md', 'settings.md', 'operating.md']
  .map((page) => readFileSync(join(import.meta.dirname, '../../../infra', page), 'utf8'))
  .join('\n');
const { template } = synthesized();
const WITH_TOKENS = VARIANTS['tokens of an issuer'];
const WITH_NEWS = { ...WITH_TOKENS, eventBus: 'team' };
const WITH_ALL = { ...WITH_NEWS, releases: 'prefix' };

/** The rows of the table after `<!-- marker -->`, or after the heading, without head and rule. */
function rowsAfter(place: string): readonly (readonly string[])[] {
  const [, after = ''] = guide.split(place, 2);
  const [table = ''] = /(^\|.*\n)+/m.exec(after) ?? [];
  const lines = table.trim().split('\n').slice(2);
  return lines
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
    .map((cells) => cells.slice(1, -1));
}

const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = '']) => found);
const quoted = (text = '') => matches(text, /`([^`]+)`/g);

test('the table of settings has all of them, in their order, with their defaults', () => {
  const defaults: Readonly<Record<string, unknown>> = readSettings({});
  const isEmpty = (value: unknown) =>
    value === undefined || (typeof value === 'object' && Object.keys(value ?? {}).length === 0);
  const shown = (value: unknown) => (isEmpty(value) ? '–' : `\`${value}\``);

  const rows = rowsAfter('<!-- settings -->').map(([name = '', standard = '']) => [name, standard]);
  expect(rows.toSorted()).toEqual(
    SETTING_NAMES.map((name) => [`\`${name}\``, shown(defaults[name])]).toSorted(),
  );
});

test('every setting that a command names is one', () => {
  for (const name of matches(guide, /-c (\w+)=/g)) if (name !== 'name') expect(SETTING_NAMES).toContain(name);
});

test('the variables are made of all outputs of the stack', () => {
  const used = matches(guide, /\$\(output (\w+)\)/g);
  const outputs = Object.keys(synthesized(WITH_ALL).template.toJSON().Outputs);

  expect(outputs).toEqual(expect.arrayContaining(Object.keys(template.toJSON().Outputs)));
  expect([...new Set(used)].toSorted()).toEqual(outputs.toSorted());
});

test('outputs of a user pool begin as the guide says', () => {
  const outputs = Object.keys(synthesized(VARIANTS['a new user pool']).template.toJSON().Outputs);

  for (const prefix of matches(guide, /`(ApiUsers\w+)…`/g))
    expect(outputs.filter((name) => name.startsWith(prefix))).toHaveLength(1);
});

test('a resource that is looked up by the beginning of its ID is the only one', () => {
  const ids = resourcesOf(template).map(([id]) => id);
  const prefixes = matches(guide, /\$\(resource (\w+)\)/g);

  expect(prefixes).toContain('ApiAccessLogLines');
  for (const prefix of prefixes) expect(ids.filter((id) => id.startsWith(prefix))).toHaveLength(1);
});

test('the table of alarms has all of them', () => {
  const alarmsOf = (from: typeof template) => resourcesOf(from, 'AWS::CloudWatch::Alarm').map(([id]) => id);
  const alarms = alarmsOf(synthesized({ alarms: 'all' }).template);
  const withTokens = alarmsOf(synthesized({ ...WITH_TOKENS, alarms: 'all' }).template);
  const withNews = alarmsOf(synthesized({ ...WITH_NEWS, alarms: 'all' }).template);
  const withReleases = alarmsOf(synthesized({ ...WITH_ALL, alarms: 'all' }).template);
  const named = rowsAfter('## Alarms and logs')
    .flatMap(([names]) => quoted(names))
    .flatMap((name) =>
      name.startsWith('{operationId}')
        ? namingRoutes.map(({ operationId }) => name.replace('{operationId}', operationId))
        : [name],
    );

  // CloudFormation's eight digits end an ID.
  expect(named.map((name) => `Alarms${name}`).toSorted()).toEqual(
    withReleases.map((id) => id.slice(0, -8)).toSorted(),
  );
  expect(withTokens).toHaveLength(alarms.length + 1);
  expect(withNews).toHaveLength(withTokens.length + 2);
  expect(withReleases).toHaveLength(withNews.length + 2);
  expect(guide).toContain(
    `| ${alarmsOf(template).length} alarms at 0.10; ${alarms.length} with \`alarms=all\`; one more with \`cognito\` or \`oidc\`, two more with \`eventBus\` or \`notifyUrl\`, two more with \`releases\` |`,
  );
});

test('a deployment that nobody calls costs as much as the guide says', () => {
  const count = (type: string) => resourcesOf(template, type).length;
  const [, queue = ''] = /\| an idle queue, .* \| ([\d.]+) \|/.exec(guide) ?? [];

  const together =
    0.1 * count('AWS::CloudWatch::Alarm') + 3 * count('AWS::CloudWatch::Dashboard') + Number(queue);
  expect(guide).toContain(`costs **${together.toFixed(2)} a month**`);
});

test('stacks have about as many resources as the guide says', () => {
  const [, byDefault, withTokens, largest] =
    /some (\d+) by default, some (\d+) with `cognito` or `oidc`, fewer than (\d+) with any/.exec(guide) ?? [];
  const countWith = (settings: Context) => resourcesOf(synthesized(settings).template).length;

  expect(Math.abs(countWith({}) - Number(byDefault))).toBeLessThan(25);
  expect(Math.abs(countWith(WITH_TOKENS) - Number(withTokens))).toBeLessThan(25);
  expect(countWith(LARGEST)).toBeLessThan(Number(largest));
});

test('a tab of the portal costs as much as the guide says', () => {
  const [, calls = '', million = '', month = ''] =
    /in view 8 hours on 22 days: (\d+) `GET P` a minute, at ([\d.]+) per million .* \| ([\d.]+) \|/.exec(
      guide,
    ) ?? [];
  const [, read = ''] = /\| \*\*together\*\* \| \| \*\*[\d.]+\*\* \| \*\*([\d.]+), /.exec(guide) ?? [];

  expect(Number(calls)).toBe(60_000 / POLL_MS);
  expect(Number(million)).toBeCloseTo(Number(read) + 1, 6);
  expect(month).toBe(((Number(calls) * 60 * 8 * 22 * Number(million)) / 1_000_000).toFixed(2));
});

test('the functions that take reserved concurrency are as many as the guide says', () => {
  const { template: reserved } = synthesized(VARIANTS['all there is to switch on']);
  const functions = resourcesOf(reserved, 'AWS::Lambda::Function');

  const taking = functions.filter(([, { Properties }]) => Properties.ReservedConcurrentExecutions);
  expect(guide).toContain(`${taking.length} functions × \`reservedConcurrency\``);
});

test('own metrics are those that are counted', () => {
  const filters = resourcesOf(template, 'AWS::Logs::MetricFilter');
  const counted = filters.map(([, { Properties }]) => Properties.MetricTransformations[0].MetricName);
  const [sentence = ''] = /Own metrics, in the namespace .*/.exec(guide) ?? [];

  const [namespace, ...names] = quoted(sentence).filter(
    (name) => !['Stack', 'Route', 'service'].includes(name),
  );
  expect(namespace).toBe(filters[0]?.[1].Properties.MetricTransformations[0].MetricNamespace);
  expect(names.toSorted()).toEqual([...counted, 'EventToFlag', 'LostPins'].toSorted());
});

test("the access log's fields are those that are written", () => {
  const [[, stage] = []] = resourcesOf(template, 'AWS::ApiGateway::Stage');
  const format = JSON.parse(stage?.Properties.AccessLogSetting.Format.replace('$context.status', '0'));

  const fields = rowsAfter('<!-- access-log -->').flatMap(([names]) => quoted(names));
  expect(fields.toSorted()).toEqual(Object.keys(format).toSorted());
});

test('codes and kinds of refusal are those that are answered', () => {
  const refusals = resourcesOf(template, 'AWS::ApiGateway::GatewayResponse').map(
    ([, { Properties }]) => Properties,
  );
  const known = new Set([
    ...Object.keys(errorReplies),
    ...refusals.map(({ ResponseType }) => ResponseType),
    ...refusals.map(({ ResponseTemplates }) => JSON.parse(ResponseTemplates['application/json']).error.code),
  ]);

  const named = matches(
    guide,
    /`([A-Z]+_[A-Z_]+|INTERNAL|THROTTLED|UNAVAILABLE|FORBIDDEN|UNAUTHENTICATED)`/g,
  );
  const ours = named.filter((name) => !/^(API_ID|AWS_|GITHUB_|PIPELINE_VERSIONING_)/.test(name));
  expect(ours.filter((name) => !known.has(name))).toEqual([]);
});

describe('every command is one that a shell can read', () => {
  const blocks = matches(guide, /^ *```sh\n([\s\S]*?)^ *```$/gm);

  test.each(blocks.map((script) => [script.split('\n', 1), script]))('%s', (_, script) => {
    expect(spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' }).stderr).toBe('');
  });
});
