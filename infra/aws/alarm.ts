// An alarm as all of them are here: five-minute periods, at or above a threshold, and no data is good news.
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

export interface AlarmLimit {
  readonly from: number;
  /** In a row; one unless said otherwise. */
  readonly periods?: number;
  readonly why: string;
}

export function alarm(
  scope: Construct,
  id: string,
  metric: IMetric,
  { from, periods = 1, why }: AlarmLimit,
): Alarm {
  return new Alarm(scope, id, {
    metric,
    threshold: from,
    evaluationPeriods: periods,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
    alarmDescription: `${id}: ${why}`,
  });
}
