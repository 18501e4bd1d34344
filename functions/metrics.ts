// What alarms look at and AWS does not count by itself, as CloudWatch's embedded metric format in the log.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

export const METRICS_NAMESPACE = 'PipelineVersioning';

const metrics = new Metrics({ namespace: METRICS_NAMESPACE, serviceName: 'pipeline-versioning' });

/** A request that lost to others (409), by the route's operationId. */
export function countConflict(route: string): void {
  publish('Conflicts', MetricUnit.Count, 1, { route });
}

/** In milliseconds: from the oldest event of a batch to the moment when all its drafts had been observed. */
export function measureEventToFlag(milliseconds: number): void {
  publish('EventToFlag', MetricUnit.Milliseconds, milliseconds, {});
}

function publish(
  name: string,
  unit: (typeof MetricUnit)[keyof typeof MetricUnit],
  value: number,
  dimensions: Record<string, string>,
): void {
  const single = metrics.singleMetric();
  single.addDimensions(dimensions);
  single.addMetric(name, unit, value);
}
