// What the role of a function may do, as lines: `dynamodb:GetItem table`.
import type { Template } from 'aws-cdk-lib/assertions';
import { resource, resourcesOf } from './synthesized.ts';

export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** `id`: how the function's logical ID begins. */
export function statementsOf(template: Template, id: string): readonly Statement[] {
  const [, { Properties }] = resource(template, 'AWS::Lambda::Function', id);
  const role: string = Properties.Role['Fn::GetAtt'][0];
  const [, roleProperties] = resource(template, 'AWS::IAM::Role', role);
  if (roleProperties.Properties.ManagedPolicyArns || roleProperties.Properties.Policies)
    throw new Error(`${role} has rights of its own`);
  return resourcesOf(template, 'AWS::IAM::Policy')
    .filter(([, policy]) => JSON.stringify(policy.Properties.Roles).includes(`"${role}"`))
    .flatMap(([, policy]) => policy.Properties.PolicyDocument.Statement);
}

export function linesOf(statements: readonly Statement[]): readonly string[] {
  return statements
    .flatMap(({ Action, Resource }) =>
      [Action].flat().flatMap((action) => [Resource].flat().map((one) => `${action} ${nameOf(one)}`)),
    )
    .toSorted();
}

/** As the template has it, with readable names for our table, bucket, queue and log groups. */
function nameOf(arn: unknown): string {
  if (typeof arn === 'string') return arn;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = arn as Record<string, unknown[]>;
  if (join) return (join[1] as unknown[]).map(nameOf).join('');
  const id = String(Ref ?? attribute?.[0]);
  return Object.entries(NAMES).find(([, pattern]) => pattern.test(id))?.[0] ?? id;
}

const NAMES = {
  table: /^StorageTable/,
  bucket: /^StorageBucket/,
  queue: /^DraftWatcherChanges/,
  log: /Logs[0-9A-F]{8}$/,
};
