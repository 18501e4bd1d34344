// One JSON line for every request, also for those that no function saw: no query, no headers, no tokens. Metric filters
// count refusals and faults from it, because API Gateway charges for its own metrics by route.
import { AccessLogFormat, LogGroupLogDestination, type StageOptions } from 'aws-cdk-lib/aws-apigateway';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Route } from '../../functions/http/route.ts';
import type { Settings } from '../settings.ts';
import { serviceLogGroup } from './log-group.ts';
import { METRICS_NAMESPACE } from './service-function.ts';

const TEXTS = {
  request_id: '$context.requestId',
  time: '$context.requestTime',
  route: '$context.httpMethod $context.resourcePath',
  path: '$context.path',
  ip: '$context.identity.sourceIp',
  user_arn: '$context.identity.userArn',
  principal: '$context.authorizer.principalId',
  refused_as: '$context.error.responseType',
  milliseconds: '$context.responseLatency',
  bytes: '$context.responseLength',
};

const OF_STACK = { Stack: '$.stack' };
const OF_ROUTE = { ...OF_STACK, Route: '$.route' };
const COUNTED = [
  { metricName: 'ServerErrors', pattern: '{ $.status >= 500 }', dimensions: OF_ROUTE },
  { metricName: 'Conflicts', pattern: '{ $.status = 409 }', dimensions: OF_ROUTE },
  { metricName: 'Throttled', pattern: '{ $.status = 429 }', dimensions: OF_STACK },
];

export interface AccessLogProps {
  readonly settings: Settings;
}

export class AccessLog extends Construct {
  readonly stageOptions: StageOptions;
  readonly #stack: string;

  constructor(scope: Construct, id: string, { settings }: AccessLogProps) {
    super(scope, id);
    this.#stack = settings.stackName;
    const logGroup = serviceLogGroup(this, 'Lines', settings);
    this.stageOptions = {
      accessLogDestination: new LogGroupLogDestination(logGroup),
      accessLogFormat: AccessLogFormat.custom(lineOf(settings.stackName)),
    };
    for (const { pattern, ...metric } of COUNTED) {
      const filterPattern = FilterPattern.literal(pattern);
      const metricNamespace = METRICS_NAMESPACE;
      new MetricFilter(this, metric.metricName, { logGroup, filterPattern, metricNamespace, ...metric });
    }
  }

  serverErrors(route: Route): Metric {
    return this.#count('ServerErrors', { Route: nameOf(route) });
  }

  conflicts(route: Route): Metric {
    return this.#count('Conflicts', { Route: nameOf(route) });
  }

  /** Of all routes together. */
  throttled(): Metric {
    return this.#count('Throttled', {});
  }

  #count(metricName: string, dimensions: Readonly<Record<string, string>>): Metric {
    const dimensionsMap = { Stack: this.#stack, ...dimensions };
    return new Metric({ namespace: METRICS_NAMESPACE, metricName, dimensionsMap, statistic: Stats.SUM });
  }
}

const nameOf = ({ method, path }: Route) => `${method} ${path}`;

// The status stands bare: filters compare numbers with numbers only.
function lineOf(stack: string): string {
  return JSON.stringify({ stack, ...TEXTS, status: 0 }).replace('"status":0', '"status":$context.status');
}
