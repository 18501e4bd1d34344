// cdk-nag findings that we accept: each with its reason, next to its construct.
import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** `findings`: reason by rule, `S1` or `IAM5[Resource::*]`. They hold for the construct and all below it. */
export function accept(construct: IConstruct, findings: Readonly<Record<string, string>>): void {
  const rules = Object.entries(findings).map(([id, reason]) => ({ id: `AwsSolutions-${id}`, reason }));
  Validations.of(construct).acknowledge(...rules);
}

/** The name of cdk-nag's finding about a resource with a wildcard. */
export function wildcard(scope: IConstruct, arn: string): string {
  return `IAM5[Resource::${flat(Stack.of(scope).resolve(arn))}]`;
}

interface Intrinsic {
  readonly Ref?: string;
  readonly 'Fn::GetAtt'?: readonly string[];
  readonly 'Fn::Join'?: readonly [string, readonly (string | Intrinsic)[]];
}

// As cdk-nag writes it: https://github.com/cdklabs/cdk-nag/blob/main/src/utils/flatten-cfn-reference.ts
function flat(value: string | Intrinsic): string {
  if (typeof value === 'string') return value;
  const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value;
  if (join) return join[1].map(flat).join(join[0]);
  return `<${ref ?? attribute?.join('.')}>`;
}
