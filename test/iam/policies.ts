// The policies that the synthesised template gives to each function, with the stack's bucket and table under the names
// that access.ts uses.
import type { Template } from 'aws-cdk-lib/assertions';
import { namingRoutes } from '../infra/aws/route-functions.ts';
import { resourcesOf } from '../infra/aws/synthesized.ts';
import { BUCKET, TABLE } from './access.ts';
import type { Statement } from './evaluate.ts';

/** By the function's file in functions/handlers. */
export function policiesOf(template: Template): ReadonlyMap<string, readonly Statement[]> {
  const prefixes = [
    ...namingRoutes.map(({ handler, operationId }) => [handler, `Api${operationId}`] as const),
    ['observe-drafts', 'DraftWatcherObserver'] as const,
    ['request-checks', 'DraftWatcherDailyCheckRequester'] as const,
  ];
  return new Map(prefixes.map(([handler, prefix]) => [handler, statementsOf(template, prefix)]));
}

function statementsOf(template: Template, prefix: string): readonly Statement[] {
  const [[, fn] = []] = resourcesOf(template, 'AWS::Lambda::Function').filter(([id]) =>
    id.startsWith(`${prefix}Function`),
  );
  const role = fn?.Properties.Role['Fn::GetAtt'][0];
  if (role === undefined) throw new Error(`the template has no function ${prefix}`);
  return resourcesOf(template, 'AWS::IAM::Policy')
    .filter(([, { Properties }]) => Properties.Roles.some(({ Ref }: { Ref: string }) => Ref === role))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
    .map((statement) => readStatement(template, statement));
}

interface Written {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

function readStatement(template: Template, { Effect, Action, Resource, Condition = {} }: Written): Statement {
  const conditions = Object.entries(Condition).map(([operator, wanted]) => [
    operator,
    Object.fromEntries(Object.entries(wanted).map(([key, values]) => [key, listOf(values).map(String)])),
  ]);
  return {
    effect: Effect,
    actions: listOf(Action).map(String),
    resources: listOf(Resource).map((resource) => resolved(template, resource)),
    conditions: Object.fromEntries(conditions),
  };
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

const ARNS: Readonly<Record<string, string>> = {
  'AWS::S3::Bucket': BUCKET,
  'AWS::DynamoDB::GlobalTable': TABLE,
};

function resolved(template: Template, value: unknown): string {
  if (typeof value === 'string') return value;
  const [name, argument] = Object.entries(value as object)[0] ?? [];
  if (name === 'Fn::Join') {
    const [separator, parts] = argument as [string, readonly unknown[]];
    return parts.map((part) => resolved(template, part)).join(separator);
  }
  if (name === 'Fn::GetAtt') return arnOf(template, argument[0]);
  if (name === 'Ref') return `<${argument}>`;
  throw new Error(`test/iam/policies.ts cannot resolve ${JSON.stringify(value)}`);
}

function arnOf(template: Template, id: string): string {
  const type = template.toJSON().Resources[id].Type;
  return ARNS[type] ?? `<${id}>`;
}
