// A bucket's lifecycle rules: kept and shown, so that others can look at them, and never carried out.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html
import { randomUUID } from 'node:crypto';
import { invalidArgument, S3Error } from '../errors.ts';
import { document, element, malformedXml, parseXml, type XmlElement, type XmlNode } from '../http/xml.ts';
import { readText } from '../payload/payload.ts';
import { getBucket, setLifecycle } from '../store/buckets.ts';
import type { Operation } from './context.ts';

const ROOT = 'LifecycleConfiguration';
const MAX_RULES = 1_000;
const MAX_ID_LENGTH = 255;
const MAX_XML_BYTES = 2 * 1024 * 1024;

const ACTIONS = [
  'Expiration',
  'Transition',
  'NoncurrentVersionExpiration',
  'NoncurrentVersionTransition',
  'AbortIncompleteMultipartUpload',
];

export const getBucketLifecycle: Operation = async ({ levels }, { bucket }) => {
  const { lifecycle } = await getBucket(levels, bucket);
  if (lifecycle !== undefined) return { status: 200, body: lifecycle };
  throw new S3Error('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist', {
    details: { BucketName: bucket },
  });
};

export const putBucketLifecycle: Operation = async (store, request) => {
  const rules = parseXml(await readText(request.payload(), MAX_XML_BYTES), ROOT).all('Rule');
  if (rules.length === 0 || rules.length > MAX_RULES) throw malformedXml();
  const ids = rules.map(checkedId);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw invalidArgument('Rule ID must be unique.', 'ID', twice);
  await setLifecycle(store, request.bucket, document(ROOT, rules.map(named)));
  return { status: 200 };

  function named(rule: XmlElement, index: number): XmlNode {
    const { Rule: children } = rule.node('Rule') as { readonly Rule: readonly XmlNode[] };
    const others = children.filter((child) => !('ID' in child));
    return element('Rule', [element('ID', ids[index] ?? ''), ...others]);
  }
};

export const deleteBucketLifecycle: Operation = async (store, { bucket }) => {
  await setLifecycle(store, bucket, undefined);
  return { status: 204 };
};

/** A rule without a name gets one. */
function checkedId(rule: XmlElement): string {
  const status = rule.text('Status');
  if (status !== 'Enabled' && status !== 'Disabled') throw malformedXml();
  if (rule.all('Filter').length + rule.all('Prefix').length !== 1) throw malformedXml();
  if (ACTIONS.every((action) => rule.all(action).length === 0)) {
    throw new S3Error('InvalidRequest', 'At least one action needs to be specified in a rule');
  }
  const id = rule.text('ID') || randomUUID();
  if (id.length <= MAX_ID_LENGTH) return id;
  throw invalidArgument('ID length should not exceed allowed limit of 255', 'ID', id);
}
