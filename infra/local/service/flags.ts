// The command line of `npm start`. A wrong flag is one line on stderr and exit 1; `--help` exits 0.
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import {
  DEFAULT_LAYOUT_SETTINGS,
  type LayoutSettings,
  layoutProblems,
  listOfText,
  releasesProblem,
} from '../../../functions/domain/layout.ts';
import { RELEASE_FORMS, type ReleaseForm } from '../../../functions/domain/release.ts';
import { directory, portNumber } from '../cli/arguments.ts';
import { BUCKET, TABLE } from '../defaults.ts';
import type { AccessKeys } from '../endpoints.ts';
import type { LocalCheck, LocalNotify, LocalReleases } from '../lambda/environment.ts';
import { authorNamed } from './author.ts';
import { chosenServers, type ServerFlags } from './chosen-servers.ts';
import type { LocalServerOptions } from './local-server.ts';

interface Flags extends ServerFlags {
  readonly port: number;
  readonly s3Port: number;
  readonly dynamodbPort: number;
  readonly data: string;
  readonly demo: boolean;
  readonly bucket: string;
  readonly table: string;
  readonly setup: boolean;
  readonly draftRuns: boolean;
  readonly watchPortal: boolean;
  readonly author?: string;
  readonly checkUrl?: string;
  readonly checkUnreachable: 'refuse' | 'allow';
  readonly notifyUrl?: string;
  readonly releases?: ReleaseForm;
  readonly releaseBucket?: string;
  readonly sources: readonly string[];
  readonly layers: readonly string[];
  readonly prefix: string;
}

const command = () =>
  new Command('npm start --')
    .description(
      'Runs the whole service on this machine, on 127.0.0.1 only: the HTTP API, with a versioned S3 and a DynamoDB\n' +
        'of its own unless others are given.',
    )
    .option('--port <port>', 'port of the HTTP API; 0 picks a free one', portNumber, 8080)
    .option('--s3-port <port>', 'port of S3; 0 picks a free one', portNumber, 9000)
    .option('--dynamodb-port <port>', 'port of DynamoDB; 0 picks a free one', portNumber, 8000)
    .option(
      '--data <dir>',
      'where the embedded servers keep everything, and posted events wait',
      directory,
      '.local',
    )
    .option('--no-demo', 'do not put the demo pipeline into a new bucket')
    .option('--bucket <name>', 'the bucket', bucketName, BUCKET)
    .option('--table <name>', 'the DynamoDB table', tableName, TABLE)
    .option(
      '--s3 <url>',
      'use the S3 server at this URL; credentials and region by the AWS variables',
      serverUrl,
    )
    .option('--dynamodb <url>', 'use the DynamoDB at this URL', serverUrl)
    .option(
      '--sqs <url>',
      'take the events of --s3 from a queue at this URL, not from MinIO’s webhook',
      serverUrl,
    )
    .addOption(shorthand('--minio', 'use the MinIO of infra/local/compose.yaml'))
    .addOption(
      shorthand('--localstack', 'use the LocalStack of infra/local/compose.yaml for all that is not given'),
    )
    .addOption(
      new Option(
        '--credentials <key:secret>',
        'keys of the embedded S3 and DynamoDB, which then check signatures',
      )
        .env('LOCAL_CREDENTIALS')
        .argParser(accessKeys)
        .conflicts(['s3', 'dynamodb', 'minio', 'localstack']),
    )
    .option('--setup', 'switch on versioning and event notifications of a bucket that has them off', false)
    .option('--no-events', 'neither set up nor expect events of a given S3 server')
    .option('--events-host <address>', 'take MinIO’s events, and nothing else, at this address as well')
    .option('--draft-runs', 'hand out run manifests of drafts, which nobody has published', false)
    .option(
      '--check-url <url>',
      'ask this service before a version becomes visible; LOCAL_CHECK_SECRET has the secret that signs',
      serverUrl,
    )
    .addOption(
      new Option('--check-unreachable <what>', 'what follows if it does not answer')
        .choices(['refuse', 'allow'])
        .default('refuse'),
    )
    .option(
      '--notify-url <url>',
      'tell this service of every version and freeze; LOCAL_NOTIFY_SECRET has the secret that signs',
      serverUrl,
    )
    .addOption(
      new Option('--releases <form>', 'put each version into a bucket as plain objects').choices(
        RELEASE_FORMS,
      ),
    )
    .option('--release-bucket <name>', 'that bucket; the pipelines’ by default', bucketName)
    .option(
      '--sources <list>',
      'what makes a directory a pipeline; the first that is there runs',
      listOfText,
      DEFAULT_LAYOUT_SETTINGS.sources,
    )
    .option('--layers <list>', 'the layers', listOfText, DEFAULT_LAYOUT_SETTINGS.layers)
    .option(
      '--prefix <template>',
      'where the files of a pipeline are in the bucket',
      DEFAULT_LAYOUT_SETTINGS.prefix,
    )
    .addOption(
      new Option(
        '--author <name>',
        'whom versions name as their author; empty for nobody (default: the e-mail of your git, else your user name)',
      )
        .env('LOCAL_AUTHOR')
        .argParser(author),
    )
    .option('--watch-portal', 'build the portal again when its sources change, and reload its pages', false)
    .helpOption('--help', 'show this')
    .showSuggestionAfterError(false);

/** What compose.yaml runs, with its credentials. */
function shorthand(flag: string, description: string): Option {
  return new Option(flag, description).default(false).conflicts(['s3', 'dynamodb', 'sqs']);
}

export function parseFlags(args: readonly string[]): LocalServerOptions {
  const parser: Command = command();
  const {
    data,
    s3,
    dynamodb,
    sqs,
    minio,
    localstack,
    events,
    eventsHost,
    credentials,
    checkUrl,
    checkUnreachable,
    notifyUrl,
    releases: releaseForm,
    releaseBucket,
    sources,
    layers,
    prefix,
    author: named,
    ...flags
  } = parser.parse(args, { from: 'user' }).opts<Flags>();
  const chosen = chosenServers({ s3, dynamodb, sqs, minio, localstack, events, eventsHost, credentials });
  if (typeof chosen === 'string') parser.error(`error: ${chosen}`);
  const layout = { sources, layers, prefix };
  const [wrong] = layoutProblems(layout);
  if (wrong) parser.error(`error: option --${wrong.setting} ${wrong.problem}`);
  const check = localCheck(checkUrl, checkUnreachable);
  if (typeof check === 'string') parser.error(`error: ${check}`);
  const notify = localNotify(notifyUrl);
  if (typeof notify === 'string') parser.error(`error: ${notify}`);
  const releases = localReleases(releaseForm, releaseBucket, { layout, bucket: flags.bucket });
  if (typeof releases === 'string') parser.error(`error: ${releases}`);
  const asked = { ...(check && { check }), ...(notify && { notify }), ...(releases && { releases }) };
  const whom = named === undefined ? {} : { author: named === '' ? null : named };
  return { ...flags, ...chosen, layout, dataDir: resolve(data), ...asked, ...whom };
}

/** Returns a sentence if the secret is missing or wrong. */
function localCheck(
  url: string | undefined,
  unreachable: 'refuse' | 'allow',
): LocalCheck | undefined | string {
  if (url === undefined) return undefined;
  const secret = secretIn('LOCAL_CHECK_SECRET');
  return secret === null ? needsSecret('--check-url', 'LOCAL_CHECK_SECRET') : { url, unreachable, secret };
}

/** As `localCheck`. */
function localNotify(url: string | undefined): LocalNotify | undefined | string {
  if (url === undefined) return undefined;
  const secret = secretIn('LOCAL_NOTIFY_SECRET');
  return secret === null ? needsSecret('--notify-url', 'LOCAL_NOTIFY_SECRET') : { url, secret };
}

/** Returns a sentence if the flags contradict each other. */
function localReleases(
  form: ReleaseForm | undefined,
  bucket: string | undefined,
  { layout, bucket: pipelines }: { readonly layout: LayoutSettings; readonly bucket: string },
): LocalReleases | undefined | string {
  if (form === undefined)
    return bucket === undefined ? undefined : 'option --release-bucket needs --releases';
  const isApart = bucket !== undefined && bucket !== pipelines;
  const problem = isApart ? null : releasesProblem(layout);
  return problem === null ? { form, bucket } : `option --releases ${problem}`;
}

/** A secret is no flag: everybody on the machine sees those. `null` if it is missing or wrong. */
function secretIn(variable: string): string | null {
  const secret = process.env[variable] ?? '';
  return /^\s*((whsec_)?[A-Za-z0-9+/]{16,}={0,2}\s*)+$/.test(secret) ? secret : null;
}

function needsSecret(flag: string, variable: string): string {
  return `option ${flag} needs the variable ${variable}: whsec_ and 24 bytes or more in base64`;
}

function serverUrl(text: string): string {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol)) return text.replace(/\/+$/, '');
  throw new InvalidArgumentError('It must be a URL such as http://127.0.0.1:9000.');
}

function accessKeys(text: string): AccessKeys {
  const [, accessKeyId, secretAccessKey] = /^([\w.-]{3,128}):(\S{8,})$/.exec(text) ?? [];
  if (accessKeyId && secretAccessKey) return { accessKeyId, secretAccessKey };
  throw new InvalidArgumentError('It must be KEY:SECRET, with 8 characters or more in SECRET.');
}

/** Empty for nobody. */
function author(text: string): string {
  const name = authorNamed(text);
  if (name !== null || text.trim() === '') return name ?? '';
  throw new InvalidArgumentError('It must be at most 200 printable characters in one line.');
}

function bucketName(text: string): string {
  if (/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(text)) return text;
  throw new InvalidArgumentError('It must be 3 to 63 small letters, digits, dots and hyphens.');
}

function tableName(text: string): string {
  if (/^[\w.-]{3,255}$/.test(text)) return text;
  throw new InvalidArgumentError('It must be 3 to 255 letters, digits, dots, hyphens and underscores.');
}
