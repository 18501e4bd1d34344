// One rule of DynamoDB as data: what AWS says, how to see it on a server, and where a server is known to differ.
import type { AreaOf, Difference, Rule, Source } from '../support/behaviour-page.ts';
import type { Subject } from './subject.ts';

export interface Case extends Rule {
  readonly embedded?: Difference;
  readonly dynamodbLocal?: Difference;
  /** What happened, as a text that can be compared. */
  run(db: Subject): Promise<string>;
}

export type Area = AreaOf<Case>;

const GUIDE = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide';
const REFERENCE = 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference';

/** A page of the developer guide. */
export const guide = (page: string): Source => ({
  kind: 'documented',
  label: page,
  url: `${GUIDE}/${page}.html`,
});

/** A page of the API reference. */
export const api = (operation: string): Source => ({
  kind: 'documented',
  label: operation,
  url: `${REFERENCE}/API_${operation}.html`,
});
