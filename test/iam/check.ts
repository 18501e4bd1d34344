// Holds what the functions did, as recorder.ts has written it, against the policies that the deployment gives them:
// `node test/iam/check.ts FOLDER`. Every access must be allowed, and denied once its right is taken away. Exits 1 otherwise,
// and if some function did nothing at all.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesized } from '../infra/aws/synthesized.ts';
import { isAllowed, without } from './evaluate.ts';
import { policiesOf } from './policies.ts';
import type { Recorded } from './recorder.ts';

/** No suite waits for the daily check; test/contract/needs.test.ts and strict.ts look at its rights. */
const UNRECORDED: readonly string[] = ['request-checks'];

const [folder = ''] = process.argv.slice(2);
const byLayout = new Map<string, ReturnType<typeof policiesOf>>();
const policies = policiesFor({});
const recorded = recordedIn(folder);

const problems = [...recorded.flatMap(problemsOf), ...idleFunctions()];
for (const problem of problems) console.log(problem);
console.log(
  `${recorded.length} kinds of access by ${policies.size} functions, ${problems.length === 0 ? 'each allowed, and denied without its right' : `${problems.length} problems`}`,
);
if (problems.length > 0) process.exitCode = 1;

/** Of a deployment that has this layout. */
function policiesFor(layout: Recorded['layout']): ReturnType<typeof policiesOf> {
  const key = JSON.stringify(layout);
  const made = byLayout.get(key) ?? policiesOf(synthesized(layout).template);
  byLayout.set(key, made);
  return made;
}

function problemsOf(access: Recorded): readonly string[] {
  const { handler, action, layout } = access;
  const statements = policiesFor(layout).get(handler);
  if (statements === undefined) return [`a function without a policy: ${JSON.stringify(access)}`];
  if (!isAllowed(statements, access)) return [`denied: ${JSON.stringify(access)}`];
  const isNeeded = !isAllowed(without(statements, action), access);
  return isNeeded ? [] : [`allowed without ${action}: ${JSON.stringify(access)}`];
}

/** A function with rights that no access shows: its suites did not run, or the recorder missed it. */
function idleFunctions(): readonly string[] {
  const active = new Set([...UNRECORDED, ...recorded.map(({ handler }) => handler)]);
  return [...policies]
    .filter(([handler, statements]) => statements.some(isOnStorage) && !active.has(handler))
    .map(([handler]) => `nothing was recorded of ${handler}`);
}

function isOnStorage({ actions }: { readonly actions: readonly string[] }): boolean {
  return actions.some((action) => /^(s3|dynamodb):/.test(action));
}

function recordedIn(path: string): readonly Recorded[] {
  const lines = readdirSync(path).flatMap((name) => readFileSync(join(path, name), 'utf8').split('\n'));
  return [...new Set(lines.filter((line) => line !== ''))].map((line) => JSON.parse(line));
}
