// Where the rules come from.
import type { Source } from '../support/behaviour-page.ts';

const AWS = 'https://docs.aws.amazon.com/AmazonS3/latest';

const documented = (label: string, path: string): Source => ({ kind: 'documented', label, url: AWS + path });

/** A page of the API reference. */
export const api = (operation: string): Source => documented(operation, `/API/API_${operation}.html`);

/** A page of the user guide. */
export const guide = (page: string): Source => documented(page, `/userguide/${page}.html`);

export const errorResponses: Source = documented('ErrorResponses', '/API/ErrorResponses.html');

export const measured = (label: string, url: string): Source => ({ kind: 'measured', label, url });

/** LocalStack's tests that carry the answers AWS gave to them. */
export const recorded = (file: string, test: string): Source =>
  measured(
    test,
    `https://github.com/localstack/localstack/blob/8b9a79f05846835cf4dff63ab7eefdde9df83783/tests/aws/services/s3/${file}.snapshot.json`,
  );

/** A test of ceph/s3-tests without the mark `fails_on_aws`. */
export const s3Tests = (test: string): Source =>
  measured(
    test,
    'https://github.com/ceph/s3-tests/blob/8f0ae7b404a3a2fcf7038bf1e6bf29544fe9b6a3/s3tests/functional/test_s3.py',
  );
