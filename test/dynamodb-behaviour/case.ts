// One rule of DynamoDB as data: what AWS says, how to see it on a server, and where a server is known to differ.
import type { Difference, Source } from '../support/behaviour-page.ts';
import type { Subject } from './subject.ts';

export interface Case {
  /** One sentence, in AWS's terms. */
  readonly rule: string;
  readonly source: Source;
  /** What AWS says, never adapted to what a server does. */
  readonly expected: string;
  /** Which of our own rules stands on this one. */
  readonly reliedOn?: string;
  readonly embedded?: Difference;
  readonly dynamodbLocal?: Difference;
  /** What happened, as a text that can be compared. */
  run(db: Subject): Promise<string>;
}

export interface Area {
  readonly name: string;
  readonly cases: readonly Case[];
}

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
