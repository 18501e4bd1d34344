// Metrics for alarms that AWS does not count itself, written to the log in CloudWatch's embedded metric format.
// Powertools' own variables hold namespace and service; the deployment sets the stack's name as service.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

const metrics = new Metrics();

/** In milliseconds: from the oldest event of a batch whose draft was observed to the moment when all had been. */
export function measureEventToFlag(milliseconds: number): void {
  metrics.singleMetric().addMetric('EventToFlag', MetricUnit.Milliseconds, milliseconds);
}

/** Files of current versions that nobody can read any more, of the pipelines that a batch has checked. */
export function measureLostPins(count: number): void {
  metrics.singleMetric().addMetric('LostPins', MetricUnit.Count, count);
}
