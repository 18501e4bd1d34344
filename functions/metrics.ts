// What alarms look at and AWS does not count by itself, as CloudWatch's embedded metric format in the log. Namespace and
// service are Powertools' own variables; the deployment sets the stack's name as service.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

const metrics = new Metrics();

/** In milliseconds: from the oldest event of a batch whose draft was observed to the moment when all had been. */
export function measureEventToFlag(milliseconds: number): void {
  metrics.singleMetric().addMetric('EventToFlag', MetricUnit.Milliseconds, milliseconds);
}
