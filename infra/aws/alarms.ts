// Alarms for what people have to act on, and one dashboard with the same numbers. On a good day none goes off.
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { type Alarm, type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { routes } from '../../functions/http/routes.ts';
import type { Settings } from '../settings.ts';
import { type AlarmLimit, alarm } from './alarm.ts';
import { alarmTopic } from './alarm-topic.ts';
import type { Api } from './api.ts';
import { addDashboard } from './dashboard.ts';
import type { News } from './news.ts';
import type { Observer } from './observer.ts';
import type { Releases } from './releases.ts';
import {
  deadLetters,
  eventToFlag,
  lateness,
  lostPins,
  type RouteMetrics,
  routeMetrics,
  streamLateness,
  tableThrottles,
  type WatchedParts,
} from './signals.ts';
import type { Storage } from './storage.ts';

interface RouteAlarm extends AlarmLimit {
  readonly id: string;
  readonly metric: IMetric;
}

/** Runs wait for the published version; `ApiErrors` covers the errors of all routes. */
const BASIC_OF_ROUTES: readonly string[] = [`${routes.getPublished.operationId}Slow`];

export class Alarms extends Construct {
  constructor(scope: Construct, id: string, parts: WatchedParts) {
    super(scope, id);
    const { api, storage, observer, news, releases, settings } = parts;
    const alarms = [
      ...routeMetrics(api)
        .flatMap(ofRoute)
        .filter(({ id }) => settings.alarms === 'all' || BASIC_OF_ROUTES.includes(id))
        .map(({ id, metric, ...limit }) => alarm(this, id, metric, limit)),
      ...this.#ofAws(api),
      alarm(this, 'ApiThrottled', api.accessLog.throttled(), { from: 50, why: 'requests are answered 429' }),
      ...this.#ofDrafts(observer, settings),
      ...this.#ofTable(storage),
      ...(news ? this.#ofNews(news) : []),
      ...(releases ? this.#ofReleases(releases) : []),
    ];
    const topic = alarmTopic(this, settings);
    if (topic) for (const one of alarms) one.addAlarmAction(new SnsAction(topic));
    addDashboard(this, 'Dashboard', parts);
  }

  /** AWS counts these itself: they go on where the access log is not written. */
  #ofAws({ restApi, signedApi }: Api): Alarm[] {
    const errors = (id: string, { deploymentStage }: RestApi, why: string) =>
      alarm(this, id, deploymentStage.metricServerError({ statistic: Stats.SUM }), { from: 5, why });
    const throttles = LambdaFunction.metricAllThrottles({ statistic: Stats.SUM });
    return [
      errors('ApiErrors', restApi, 'the API answers 5xx'),
      ...(signedApi ? [errors('SignedApiErrors', signedApi, 'the signed API answers 5xx')] : []),
      alarm(this, 'FunctionsThrottled', throttles, {
        from: 10,
        why: 'Lambda throttles functions of this account and region',
      }),
    ];
  }

  #ofTable({ table }: Storage): Alarm[] {
    const { reads, writes } = tableThrottles(table);
    return [
      alarm(this, 'TableReadsThrottled', reads, { from: 20, why: 'DynamoDB throttles reads' }),
      alarm(this, 'TableWritesThrottled', writes, { from: 20, why: 'DynamoDB throttles writes' }),
    ];
  }

  #ofNews(news: News): Alarm[] {
    return [
      alarm(this, 'NewsLate', streamLateness(news), {
        from: 600_000,
        why: 'events are ten minutes late; after a day they are lost',
      }),
      alarm(this, 'NewsDeadLetters', deadLetters(news), {
        from: 1,
        why: 'the web service did not take events for a day; redrive the queue',
      }),
    ];
  }

  #ofReleases(releases: Releases): Alarm[] {
    return [
      alarm(this, 'ReleasesLate', streamLateness(releases), {
        from: 3_600_000,
        why: 'versions wait for their release for an hour; after a day they are not released',
      }),
      alarm(this, 'ReleaseDeadLetters', deadLetters(releases), {
        from: 1,
        why: 'versions were not released; send the messages to the function again',
      }),
    ];
  }

  #ofDrafts(observer: Observer, { stackName, alarms }: Settings): Alarm[] {
    const errors = observer.fn.metricErrors();
    return [
      alarm(this, 'LostPins', lostPins(stackName), {
        from: 1,
        why: 'files of versions that runs use were deleted for good, or archived',
      }),
      alarm(this, 'DraftChangesLate', lateness(observer), {
        from: 600,
        why: 'draft_dirty is ten minutes late',
      }),
      // A flag takes seconds. Events that failed once take three minutes; only if that goes on is it for people.
      alarm(this, 'EventToFlagSlow', eventToFlag(stackName, Stats.percentile(95)), {
        from: 60_000,
        periods: 3,
        why: 'draft_dirty has been turning a minute after the edits, for a quarter of an hour',
      }),
      alarm(this, 'DeadLetters', deadLetters(observer), {
        from: 1,
        why: 'edits were given up; redrive the queue',
      }),
      // Without it, what a failing function leaves behind is late, and then dead letters.
      ...(alarms === 'all'
        ? [
            alarm(this, 'ObserverErrors', errors, {
              from: 5,
              why: 'the function that observes drafts fails as a whole',
            }),
          ]
        : []),
    ];
  }
}

function ofRoute({ route, errors, conflicts, p99 }: RouteMetrics): RouteAlarm[] {
  const { operationId } = route;
  // A publish waits for its turn for up to 20 s; nothing else waits for anybody.
  const slow = route.needs.table.includes('publish') ? 15_000 : 3_000;
  const always = [
    { id: `${operationId}Errors`, metric: errors, from: 5, why: 'is answered 5xx' },
    { id: `${operationId}Slow`, metric: p99, from: slow, periods: 3, why: 'takes long' },
  ];
  if (!route.errors.includes('VERSION_CONFLICT')) return always;
  return [
    ...always,
    { id: `${operationId}Conflicts`, metric: conflicts, from: 20, periods: 3, why: 'is answered 409' },
  ];
}
