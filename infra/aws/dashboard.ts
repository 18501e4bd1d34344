// One page with the same numbers as the alarms.
import { Aws } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import {
  deadLetters,
  eventToFlag,
  lateness,
  routeMetrics,
  tableThrottles,
  type WatchedParts,
} from './signals.ts';

export function addDashboard(scope: Construct, id: string, props: WatchedParts): void {
  const { api, storage, observer, settings } = props;
  const routes = routeMetrics(api);
  const { stackName } = settings;
  const toFlag = [Stats.percentile(50), Stats.percentile(95), Stats.MAXIMUM];
  const throttles = tableThrottles(storage.table);
  new Dashboard(scope, id, {
    // Dashboards of all regions are in one place: the name alone would be taken in the second region.
    dashboardName: `${stackName}-${Aws.REGION}`,
    widgets: [
      [
        graph('5xx', ...routes.map(({ errors }) => errors)),
        graph('p99 (ms)', ...routes.map(({ route, p99 }) => p99.with({ label: route.operationId }))),
      ],
      [graph('409', ...routes.map(({ conflicts }) => conflicts)), graph('429', api.accessLog.throttled())],
      [
        graph('Event to flag (ms)', ...toFlag.map((label) => eventToFlag(stackName, label).with({ label }))),
        graph('Oldest draft event (s)', lateness(observer)),
      ],
      [
        graph('Draft events', observer.queue.metricNumberOfMessagesSent(), deadLetters(observer)),
        graph('Observer', observer.fn.metricErrors()),
      ],
      [graph('Throttled by the table', throttles.reads, throttles.writes)],
    ],
  });
}

function graph(title: string, ...left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 12 });
}
