// Whether identity policies allow an access. Only what the stack's policies use is understood; anything else throws, so
// that nothing passes unread. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
import type { Access } from './access.ts';

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export function isAllowed(statements: readonly Statement[], access: Access): boolean {
  const fitting = statements.filter((statement) => fits(statement, access));
  return fitting.length > 0 && fitting.every(({ effect }) => effect === 'Allow');
}

function fits({ actions, resources, conditions }: Statement, { action, resource, context }: Access): boolean {
  return (
    actions.some((pattern) => like(pattern.toLowerCase(), action.toLowerCase())) &&
    resources.some((pattern) => like(pattern, resource)) &&
    Object.entries(conditions).every(([operator, wanted]) =>
      Object.entries(wanted).every(([key, patterns]) => holds(operator, patterns, context[key] ?? [])),
    )
  );
}

type Operator = (patterns: readonly string[], values: readonly string[]) => boolean;

const someLike: Operator = (patterns, values) => values.some((value) => anyLike(patterns, value));

const operators: Readonly<Record<string, Operator>> = {
  StringEquals: (patterns, values) => values.some((value) => patterns.includes(value)),
  StringLike: someLike,
  // True of no values at all, as AWS has it.
  'ForAllValues:StringLike': (patterns, values) => values.every((value) => anyLike(patterns, value)),
};

function holds(operator: string, patterns: readonly string[], values: readonly string[]): boolean {
  const evaluate = operators[operator];
  if (evaluate === undefined) throw new Error(`test/iam/evaluate.ts does not know the operator ${operator}`);
  return evaluate(patterns, values);
}

const anyLike = (patterns: readonly string[], value: string) =>
  patterns.some((pattern) => like(pattern, value));

function like(pattern: string, value: string): boolean {
  const expression = RegExp.escape(pattern).replaceAll('\\*', '.*').replaceAll('\\?', '.');
  return new RegExp(`^${expression}$`, 's').test(value);
}

/** The policies with one action taken out of every statement that names it. */
export function without(statements: readonly Statement[], action: string): readonly Statement[] {
  return statements.map((statement) => ({
    ...statement,
    actions: statement.actions.filter((one) => one !== action),
  }));
}
