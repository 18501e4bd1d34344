// The metrics that alarms and dashboard share.
import { type IMetric, MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Route } from '../../functions/http/route.ts';
import type { Api } from './api.ts';
import type { DraftWatcher } from './draft-watcher.ts';

export interface RouteMetrics {
  readonly route: Route;
  readonly errors: IMetric;
  readonly conflicts: IMetric;
  /** Of the function, in milliseconds, without cold starts: free of charge. */
  readonly p99: IMetric;
}

export function routeMetrics({ functions, accessLog }: Api): readonly RouteMetrics[] {
  return [...functions].map(([route, fn]) => ({
    route,
    errors: accessLog.serverErrors(route),
    conflicts: accessLog.conflicts(route),
    p99: fn.metricDuration({ statistic: Stats.percentile(99), label: route.operationId }),
  }));
}

/** How long the oldest event has waited, in seconds: as late is draft_dirty. */
export function lateness({ queue }: DraftWatcher): IMetric {
  return queue.metricApproximateAgeOfOldestMessage({ statistic: Stats.MAXIMUM });
}

export function deadLetters({ deadLetters }: DraftWatcher): IMetric {
  return deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM });
}

export function tableThrottles(table: TableV2): IMetric {
  const sum = (name: string) => table.metric(name, { statistic: Stats.SUM });
  return new MathExpression({
    expression: 'reads + writes',
    label: 'throttled requests',
    usingMetrics: { reads: sum('ReadThrottleEvents'), writes: sum('WriteThrottleEvents') },
  });
}
