// The service's settings, read from the environment once per cold start. Endpoints, region and credentials are the
// AWS SDK's own variables (AWS_ENDPOINT_URL_S3, AWS_REGION, …).
import * as z from 'zod/mini';
import {
  DEFAULT_LAYOUT_SETTINGS,
  type Layout,
  type LayoutSettings,
  layoutOf,
  listOfText,
} from './domain/layout.ts';
import { RELEASE_FORMS, type ReleaseForm } from './domain/release.ts';
import './english.ts';

export const ENV_PREFIX = 'PIPELINES_';

/** What makes a directory a pipeline; as by default where they are not set. */
const layoutFields = {
  PIPELINES_SOURCES: z.optional(z.string()),
  PIPELINES_LAYERS: z.optional(z.string()),
  PIPELINES_PREFIX: z.optional(z.string()),
};

const schema = z.strictObject({
  ...layoutFields,
  PIPELINES_TABLE: z.string().check(z.minLength(1)),
  PIPELINES_BUCKET: z.string().check(z.minLength(1)),
  /** `true` for S3 servers that cannot resolve `bucket.host`. */
  PIPELINES_S3_PATH_STYLE: z._default(z.enum(['true', 'false']), 'false'),
  /** Whether runs may use drafts, which nobody has published. */
  PIPELINES_DRAFT_RUNS: z._default(z.enum(['enabled', 'disabled']), 'disabled'),
  /** The deployment's own check, which needs one of the secrets. */
  PIPELINES_CHECK_URL: z.optional(z.url({ protocol: /^https?$/ })),
  PIPELINES_CHECK_UNREACHABLE: z._default(z.enum(['refuse', 'allow']), 'refuse'),
  PIPELINES_CHECK_SECRET: z.optional(z.string().check(z.minLength(1))),
  PIPELINES_CHECK_SECRET_ARN: z.optional(z.string().check(z.minLength(1))),
  /** Whether versions are released, and into which bucket; the pipelines' by default. */
  PIPELINES_RELEASES: z.optional(z.enum(RELEASE_FORMS)),
  PIPELINES_RELEASE_BUCKET: z.optional(z.string().check(z.minLength(1))),
});

export interface Config {
  readonly tableName: string;
  readonly bucketName: string;
  readonly s3PathStyle: boolean;
  readonly draftRuns: boolean;
  readonly layout: Layout;
  /** `null`: the deployment has no check of its own. */
  readonly check: CheckConfig | null;
  /** `null`: versions are not released. */
  readonly releases: ReleaseConfig | null;
}

export interface ReleaseConfig {
  readonly form: ReleaseForm;
  readonly bucketName: string;
}

/** One of the two secrets is there. */
export interface CheckConfig {
  readonly url: string;
  readonly unreachable: 'refuse' | 'allow';
  readonly secret: string | undefined;
  readonly secretArn: string | undefined;
}

/** Throws an error that names each variable that is missing, mistyped or unknown. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const ours = Object.entries(environment).filter(([name]) => name.startsWith(ENV_PREFIX));
  const parsed = schema.safeParse(Object.fromEntries(ours));
  if (!parsed.success) throw new Error(`wrong environment:\n${z.prettifyError(parsed.error)}`);
  return {
    tableName: parsed.data.PIPELINES_TABLE,
    bucketName: parsed.data.PIPELINES_BUCKET,
    s3PathStyle: parsed.data.PIPELINES_S3_PATH_STYLE === 'true',
    draftRuns: parsed.data.PIPELINES_DRAFT_RUNS === 'enabled',
    layout: readLayout(environment),
    check: checkOf(parsed.data),
    releases: releasesOf(parsed.data),
  };
}

/** For functions that need nothing else. Throws an error that says what is wrong with each setting. */
export function readLayout(environment: Readonly<Record<string, string | undefined>>): Layout {
  const { PIPELINES_SOURCES, PIPELINES_LAYERS, PIPELINES_PREFIX } = environment;
  const { sources, layers, prefix } = DEFAULT_LAYOUT_SETTINGS;
  return layoutOf({
    sources: PIPELINES_SOURCES === undefined ? sources : listOfText(PIPELINES_SOURCES),
    layers: PIPELINES_LAYERS === undefined ? layers : listOfText(PIPELINES_LAYERS),
    prefix: PIPELINES_PREFIX ?? prefix,
  });
}

/** Of what `readLayout` reads: the variables of those settings that are not as by default. */
export function layoutVariables(settings: LayoutSettings): Readonly<Record<string, string>> {
  const texts = textsOf(settings);
  const byDefault = textsOf(DEFAULT_LAYOUT_SETTINGS);
  return Object.fromEntries(Object.entries(texts).filter(([name, text]) => byDefault[name] !== text));
}

function textsOf({ sources, layers, prefix }: LayoutSettings): Readonly<Record<string, string>> {
  return {
    PIPELINES_SOURCES: sources.join(','),
    PIPELINES_LAYERS: layers.join(','),
    PIPELINES_PREFIX: prefix,
  };
}

function releasesOf(variables: z.output<typeof schema>): ReleaseConfig | null {
  const { PIPELINES_RELEASES: form, PIPELINES_RELEASE_BUCKET, PIPELINES_BUCKET } = variables;
  return form === undefined ? null : { form, bucketName: PIPELINES_RELEASE_BUCKET ?? PIPELINES_BUCKET };
}

function checkOf(variables: z.output<typeof schema>): CheckConfig | null {
  const { PIPELINES_CHECK_URL: url, PIPELINES_CHECK_UNREACHABLE: unreachable } = variables;
  const { PIPELINES_CHECK_SECRET: secret, PIPELINES_CHECK_SECRET_ARN: secretArn } = variables;
  if (url === undefined) return null;
  if ((secret ?? secretArn) === undefined)
    throw new Error(
      'wrong environment:\nPIPELINES_CHECK_URL needs PIPELINES_CHECK_SECRET or PIPELINES_CHECK_SECRET_ARN',
    );
  return { url, unreachable, secret, secretArn };
}
