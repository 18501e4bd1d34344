// What alarms and dashboard share: the parts of the service they watch, and those parts' metrics.
import { type IMetric, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Route } from '../../functions/http/route.ts';
import type { Settings } from '../settings.ts';
import type { Api } from './api.ts';
import type { News } from './news.ts';
import type { Observer } from './observer.ts';
import type { Releases } from './releases.ts';
import { METRICS_NAMESPACE } from './service-function.ts';
import type { Storage } from './storage.ts';

export interface WatchedParts {
  readonly api: Api;
  readonly storage: Storage;
  readonly observer: Observer;
  readonly news: News | undefined;
  readonly releases: Releases | undefined;
  readonly settings: Settings;
}

export interface RouteMetrics {
  readonly route: Route;
  readonly errors: IMetric;
  readonly conflicts: IMetric;
  /** Of the function, in milliseconds, without cold starts: free of charge. */
  readonly p99: Metric;
}

/** Of the first row of each function. What others of its rows answer 5xx is in `ApiErrors`. */
export function routeMetrics({ functions, accessLog }: Api): readonly RouteMetrics[] {
  const firstRows = new Map<LambdaFunction, Route>();
  for (const [route, fn] of functions) if (!firstRows.has(fn)) firstRows.set(fn, route);
  return [...firstRows].map(([fn, route]) => ({
    route,
    errors: accessLog.serverErrors(route),
    conflicts: accessLog.conflicts(route),
    p99: fn.metricDuration({ statistic: Stats.percentile(99) }),
  }));
}

/** How long the oldest event has waited, in seconds: as late is draft_dirty. */
export function lateness({ queue }: Observer): IMetric {
  return queue.metricApproximateAgeOfOldestMessage({ statistic: Stats.MAXIMUM });
}

/** From an event to its draft's observation, in milliseconds, as functions/metrics.ts measures it. */
export function eventToFlag(stackName: string, statistic: string): Metric {
  return new Metric({
    namespace: METRICS_NAMESPACE,
    metricName: 'EventToFlag',
    dimensionsMap: { service: stackName },
    statistic,
  });
}

/** Files of current versions that are gone, as functions/metrics.ts counts them in each batch of the daily check. */
export function lostPins(stackName: string): Metric {
  return new Metric({
    namespace: METRICS_NAMESPACE,
    metricName: 'LostPins',
    dimensionsMap: { service: stackName },
    statistic: Stats.SUM,
  });
}

export function deadLetters({ deadLetters }: Observer | News | Releases): IMetric {
  return deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM });
}

/** How old the oldest change of the table is that was not handled, in milliseconds. */
export function streamLateness({ fn }: News | Releases): IMetric {
  return fn.metric('IteratorAge', { statistic: Stats.MAXIMUM });
}

export function tableThrottles(table: ITableV2) {
  const sum = (name: string) => table.metric(name, { statistic: Stats.SUM });
  return { reads: sum('ReadThrottleEvents'), writes: sum('WriteThrottleEvents') };
}
