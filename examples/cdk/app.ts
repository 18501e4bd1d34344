// Two environments of a data platform, each with a service of its own: staging can be thrown away, production keeps what it
// has and says so when something is wrong.
import { App, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { AccountPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { PipelineVersioning, type PipelineVersioningProps } from 'pipeline-versioning-cdk';

interface DataPlatformProps extends StackProps {
  readonly versions: PipelineVersioningProps;
}

class DataPlatform extends Stack {
  constructor(scope: Construct, id: string, { versions, ...props }: DataPlatformProps) {
    super(scope, id, props);
    const service = new PipelineVersioning(this, 'Versions', versions);

    // The executor reads what runs use, of all teams.
    const executor = new Role(this, 'Executor', {
      assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com'),
    });
    service.grantRead(executor);

    // The jobs of one team publish its pipelines.
    const jobs = new Role(this, 'TeamJobs', { assumedBy: new AccountPrincipal(this.account) });
    service.grantPublish(jobs, { namespace: 'team_a' });

    new CfnOutput(this, 'ApiUrl', { value: service.apiUrl });
  }
}

const app = new App();

new DataPlatform(app, 'DataPlatform-Staging', {
  versions: { retain: false, draftRuns: true, logRetentionDays: 7 },
});

new DataPlatform(app, 'DataPlatform-Production', {
  terminationProtection: true,
  versions: {
    alarmEmail: 'data-platform@example.com',
    alarms: 'all',
    tracing: true,
    apiGatewayLogRole: 'keep',
  },
});
