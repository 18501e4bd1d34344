// Synthesises the stack with the CDK's own check by CloudFormation's schemas, in four stacks that set every property which
// any variant of the settings sets: `node test/cfn-lint/check-schemas.ts`. Throws for what the check finds, and for a
// property that it would not see.
import { rmSync } from 'node:fs';
import {
  addService,
  type Context,
  newApp,
  resourcesOf,
  synthesized,
  VARIANTS,
} from '../infra/aws/synthesized.ts';

const CHECKED: Readonly<Record<string, Context>> = {
  Given: {
    ...VARIANTS['a portal with an issuer'],
    ...VARIANTS['all there is to switch on'],
    ...VARIANTS['an existing bucket'],
    ...VARIANTS['a stack to throw away'],
    bucketEvents: 'queue',
    protectGivenBucket: 'true',
  },
  Made: { ...VARIANTS['a portal with a new user pool'], ...VARIANTS['an existing table'] },
  OneKey: { ...VARIANTS['a key of its own'], ...VARIANTS['releases in a bucket apart'] },
  Private: { ...VARIANTS['a private API'], ...VARIANTS['nobody to ask'], bucketEvents: 'eventbridge' },
};

const checked = new Set(Object.values(CHECKED).flatMap(allPropertyPaths));
const unchecked = Object.values(VARIANTS)
  .flatMap(allPropertyPaths)
  .filter((path) => !checked.has(path));
if (unchecked.length > 0) throw new Error(`no stack here sets ${[...new Set(unchecked)].join(', ')}`);

// One app for all, since loading the rules takes as long as five checks.
const app = newApp({ builtinCloudFormationValidation: true });
for (const [name, settings] of Object.entries(CHECKED)) addService(app, settings, name);
try {
  app.synth();
} finally {
  rmSync(app.outdir, { recursive: true, force: true });
}
console.log(`CloudFormation's schemas: nothing found in ${checked.size} properties`);

function allPropertyPaths(settings: Context): readonly string[] {
  return resourcesOf(synthesized(settings).template).flatMap(([, { Type, Properties }]) =>
    propertyPaths(Properties, Type),
  );
}

/** `AWS::Lambda::Function.Environment.Variables.PIPELINES_TABLE`, for every property that is set. */
function propertyPaths(value: unknown, path: string): readonly string[] {
  const entries = value !== null && typeof value === 'object' ? Object.entries(value) : [];
  if (entries.length === 0 || /^(Ref|Fn::)/.test(String(entries[0]?.[0]))) return [path];
  return entries.flatMap(([name, inner]) =>
    propertyPaths(inner, Array.isArray(value) ? path : `${path}.${name}`),
  );
}
