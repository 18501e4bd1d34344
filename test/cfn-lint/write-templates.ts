// Writes the templates that .ci/cfn-lint looks at: `node test/cfn-lint/write-templates.ts FOLDER`. Bundling is skipped, as
// in all tests of the template, so the seven take a few seconds.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Context, synthesized, VARIANTS } from '../infra/aws/synthesized.ts';

/** Settings by the name of the template's file. */
const LINTED: Readonly<Record<string, Context>> = {
  defaults: VARIANTS['the defaults'],
  'cognito-portal': VARIANTS['a portal with a new user pool'],
  'oidc-portal-domain': VARIANTS['a portal with an issuer'],
  'given-storage': {
    ...VARIANTS['an existing bucket'],
    ...VARIANTS['an existing table'],
    ...VARIANTS['a private API'],
    bucketEvents: 'eventbridge',
    protectGivenBucket: 'true',
  },
  'own-key': VARIANTS['a key of its own'],
  'public-tracing': { ...VARIANTS['nobody to ask'], tracing: 'true' },
  everything: { ...VARIANTS['a portal with a new user pool'], ...VARIANTS['all there is to switch on'] },
};

const [folder = 'cdk.out/templates'] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
for (const [name, settings] of Object.entries(LINTED)) {
  const template = synthesized(settings).template.toJSON();
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(template, null, 1));
}
