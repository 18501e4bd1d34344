// One page with the same numbers as the alarms.
import { Dashboard, GraphWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { AlarmsProps } from './alarms.ts';
import { deadLetters, lateness, routeMetrics, tableThrottles } from './signals.ts';

export function addDashboard(scope: Construct, id: string, props: AlarmsProps): void {
  const { api, storage, watcher, settings } = props;
  const routes = routeMetrics(api);
  new Dashboard(scope, id, {
    dashboardName: settings.stackName,
    widgets: [
      [
        graph('5xx', ...routes.map(({ errors }) => errors)),
        graph('p99 (ms)', ...routes.map(({ p99 }) => p99)),
      ],
      [graph('409', ...routes.map(({ conflicts }) => conflicts)), graph('429', api.accessLog.throttled())],
      [
        graph('Oldest draft event (s)', lateness(watcher)),
        graph('Draft events', watcher.queue.metricNumberOfMessagesSent(), deadLetters(watcher)),
      ],
      [graph('Table', tableThrottles(storage.table)), graph('Observer', watcher.observer.metricErrors())],
    ],
  });
}

function graph(title: string, ...left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 12 });
}
