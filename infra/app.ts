// The CDK app: `cdk synth`, `cdk diff` and `cdk deploy` start it, see cdk.json. Settings are CDK context, settings.ts.
import { App, Validations } from 'aws-cdk-lib';
// What the CDK advises new projects to switch on, as of the version in the lockfile.
import flags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { AwsSolutionsChecks } from 'cdk-nag';
import { ServiceStack } from './aws/service-stack.ts';
import { readSettings } from './settings.ts';

const app = new App({ context: flags });
const settings = readSettings(app.node.getAllContext());
new ServiceStack(app, 'Service', { settings });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
