// One access to S3 or DynamoDB as IAM sees it, and which ones a command of the SDK makes. Names of buckets, tables and
// pipelines are left out: policies cannot know them.

export interface Access {
  /** `s3:GetObject`. */
  readonly action: string;
  readonly resource: string;
  /** What conditions can ask for, by condition key. */
  readonly context: Readonly<Record<string, readonly string[]>>;
}

export const BUCKET = 'arn:aws:s3:::BUCKET';
export const TABLE = 'arn:aws:dynamodb:REGION:ACCOUNT:table/TABLE';

type Input = Readonly<Record<string, unknown>>;
type Rule = (input: Input) => readonly Access[];

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html, "Permissions" of each. */
const rules: Readonly<Record<string, Rule>> = {
  HeadBucketCommand: () => [onBucket('ListBucket')],
  ListObjectsV2Command: ({ Prefix }) => [onBucket('ListBucket', { 's3:prefix': [pathOf(Prefix)] })],
  ListObjectVersionsCommand: ({ Prefix }) => [
    onBucket('ListBucketVersions', { 's3:prefix': [pathOf(Prefix)] }),
  ],
  GetBucketVersioningCommand: () => [onBucket('GetBucketVersioning')],
  GetBucketLifecycleConfigurationCommand: () => [onBucket('GetLifecycleConfiguration')],
  HeadObjectCommand: reading,
  GetObjectCommand: reading,
  PutObjectCommand: (input) => [onObject('PutObject', input.Key), ...comparing(input)],
  DeleteObjectCommand: (input) => [
    onObject(input.VersionId === undefined ? 'DeleteObject' : 'DeleteObjectVersion', input.Key),
    ...comparing(input),
  ],
  CopyObjectCommand: (input) => [...copying(input), ...comparing(input)],
  CreateMultipartUploadCommand: ({ Key }) => [onObject('PutObject', Key)],
  UploadPartCommand: ({ Key }) => [onObject('PutObject', Key)],
  UploadPartCopyCommand: copying,
  CompleteMultipartUploadCommand: (input) => [onObject('PutObject', input.Key), ...comparing(input)],
  AbortMultipartUploadCommand: ({ Key }) => [onObject('AbortMultipartUpload', Key)],
  GetItemCommand: (input) => [onTable('GetItem', input)],
  BatchGetItemCommand: () => [{ action: 'dynamodb:BatchGetItem', resource: TABLE, context: {} }],
  QueryCommand: (input) => [onTable('Query', input)],
  ScanCommand: (input) => [onTable('Scan', input)],
  PutItemCommand: (input) => [onTable('PutItem', input)],
  UpdateItemCommand: (input) => [onTable('UpdateItem', input)],
};

/** Throws for a command without a rule: its rights would go unchecked. */
export function accessesOf(command: string, input: Input): readonly Access[] {
  const rule = rules[command];
  if (rule === undefined) throw new Error(`test/iam/access.ts has no rule for ${command}`);
  return rule(input);
}

function reading({ Key, VersionId }: Input): readonly Access[] {
  return [onObject(VersionId === undefined ? 'GetObject' : 'GetObjectVersion', Key)];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html */
function comparing({ Key, IfMatch }: Input): readonly Access[] {
  return IfMatch === undefined ? [] : [onObject('GetObject', Key)];
}

function copying({ Key, CopySource }: Input): readonly Access[] {
  const [path = '', query = ''] = String(CopySource).split('?', 2);
  const source = decodeURIComponent(path).replace(/^\/?[^/]+\//, '');
  const VersionId = new URLSearchParams(query).get('versionId') ?? undefined;
  return [onObject('PutObject', Key), ...reading({ Key: source, VersionId })];
}

function onBucket(action: string, context: Access['context'] = {}): Access {
  return { action: `s3:${action}`, resource: BUCKET, context };
}

function onObject(action: string, key: unknown): Access {
  return { action: `s3:${action}`, resource: `${BUCKET}/${pathOf(key)}`, context: {} };
}

/** `dynamodb:Attributes` has the top-level names of all attributes that a request gives, keys among them. */
function onTable(action: string, input: Input): Access {
  const { IndexName, Key, Item, ExpressionAttributeNames } = input;
  const { pk } = (Key ?? Item ?? {}) as { readonly pk?: unknown };
  const names = [Key, Item].flatMap((given) => Object.keys((given ?? {}) as object));
  const aliased = Object.values((ExpressionAttributeNames ?? {}) as Record<string, string>);
  const bare = String(input.ConditionExpression ?? '').match(/(?<=[( ]|^)(?:pk|sk)\b/g) ?? [];
  return {
    action: `dynamodb:${action}`,
    resource: IndexName === undefined ? TABLE : `${TABLE}/index/${IndexName}`,
    context: {
      'dynamodb:Attributes': [...new Set([...names, ...aliased, ...bare])].toSorted(),
      ...(pk !== undefined && { 'dynamodb:LeadingKeys': [kindOf(pk)] }),
    },
  };
}

/** Of a partition: the recorded commands have it as text, or as an attribute. */
function kindOf(pk: unknown): string {
  const text = typeof pk === 'string' ? pk : String((pk as { readonly S?: unknown }).S);
  return text.replace(/#.*$/s, '#NAME');
}

/** A pipeline's prefix or file without its names; another key as it is. */
function pathOf(key: unknown): string {
  return String(key ?? '').replace(
    /^[^/]+\/pipelines\/(?:bronze|silver|gold)\/[^/]+\/(.*)$/s,
    (_, file: string) => `NAMESPACE/pipelines/LAYER/NAME/${file === '' ? '' : 'FILE'}`,
  );
}
