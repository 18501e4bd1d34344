// The ways by which events leave the service, by variables that no other function has.
import * as z from 'zod/mini';
import { newsOfRecord } from '../adapters/dynamodb/news-of-change.ts';
import { createPutEvents } from '../adapters/eventbridge/put-events.ts';
import { createNoticeQueue } from '../adapters/sqs/notice-queue.ts';
import { systemRuntime } from '../adapters/system-runtime.ts';
import { createNotifier } from '../adapters/webhook/notifier.ts';
import { createSecretReader, secretsIn } from '../adapters/webhook/secrets.ts';
import type { NoticeDelivery } from '../events/deliver-notices.ts';
import type { NewsOutlets } from '../events/tell-news.ts';
import '../english.ts';
import { clientSettings } from './client-settings.ts';

const schema = z.object({
  /** Name or ARN of a bus of EventBridge. */
  NEWS_EVENT_BUS: z.optional(z.string().check(z.minLength(1))),
  /** The webhook, and the secret that signs or its ARN. */
  NEWS_NOTIFY_URL: z.optional(z.url({ protocol: /^https?$/ })),
  NEWS_NOTIFY_SECRET: z.optional(z.string().check(z.minLength(1))),
  NEWS_NOTIFY_SECRET_ARN: z.optional(z.string().check(z.minLength(1))),
  /** Both are there in AWS: elsewhere nothing reads the table's stream. */
  NEWS_QUEUE_URL: z.optional(z.string().check(z.minLength(1))),
  NEWS_DEAD_LETTERS_URL: z.optional(z.string().check(z.minLength(1))),
});

type Variables = z.output<typeof schema>;

/** Without what the handler itself brings. */
type Outlets = Omit<NewsOutlets, 'present'>;

/** Each throws an error if the environment does not name what it takes. */
export interface News {
  readonly outlets: () => Outlets;
  readonly delivery: () => NoticeDelivery;
}

export function wireNews(environment: Readonly<Record<string, string | undefined>> = process.env): News {
  const parsed = schema.safeParse(environment);
  if (!parsed.success) throw new Error(`wrong environment:\n${z.prettifyError(parsed.error)}`);
  return { outlets: once(() => outletsOf(parsed.data)), delivery: once(() => deliveryOf(parsed.data)) };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function outletsOf(variables: Variables): Outlets {
  const { NEWS_EVENT_BUS: bus, NEWS_QUEUE_URL: queueUrl } = variables;
  const queue = queueOf(variables);
  if (queue === null) throw new Error('NEWS_DEAD_LETTERS_URL is not set');
  return {
    newsOf: newsOfRecord,
    putEvents: bus === undefined ? null : createPutEvents(bus, clientSettings()),
    queue,
    notifies: queueUrl !== undefined,
  };
}

function deliveryOf(variables: Variables): NoticeDelivery {
  const { NEWS_NOTIFY_URL: url, NEWS_NOTIFY_SECRET: secret, NEWS_NOTIFY_SECRET_ARN: arn } = variables;
  if (url === undefined) throw new Error('NEWS_NOTIFY_URL is not set');
  if ((secret ?? arn) === undefined)
    throw new Error('NEWS_NOTIFY_URL needs NEWS_NOTIFY_SECRET or NEWS_NOTIFY_SECRET_ARN');
  const readSecrets =
    arn === undefined ? async () => secretsIn(secret ?? '') : createSecretReader(arn, clientSettings());
  const { now, random } = systemRuntime;
  return { notify: createNotifier({ url, readSecrets }), queue: queueOf(variables), now, random };
}

function queueOf({ NEWS_QUEUE_URL: queueUrl, NEWS_DEAD_LETTERS_URL: deadLettersUrl }: Variables) {
  if (deadLettersUrl === undefined) return null;
  return createNoticeQueue({ queueUrl, deadLettersUrl }, clientSettings());
}
