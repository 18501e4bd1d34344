// MinIO's settings as environment variables. compose.yaml gives its container the same ones; a test compares them.
import { WEBHOOK_TARGET } from '../webhook-settings.ts';

export interface MinioCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface MinioWebhook {
  /** Where events are posted, each as `{EventName, Key, Records: [event]}`. */
  readonly endpoint: string;
  /** Sent as `Authorization: Bearer TOKEN`. */
  readonly token: string;
}

export interface MinioSettings {
  readonly credentials: MinioCredentials;
  readonly webhook?: (MinioWebhook & { readonly queueDir: string }) | undefined;
}

export function minioEnvironment({ credentials, webhook }: MinioSettings): Readonly<Record<string, string>> {
  return {
    MINIO_ROOT_USER: credentials.accessKeyId,
    MINIO_ROOT_PASSWORD: credentials.secretAccessKey,
    // The console would listen on a second port, on all interfaces.
    MINIO_BROWSER: 'off',
    // It must not ask the internet for a newer version.
    MINIO_UPDATE: 'off',
    // Lets anybody count requests at /minio/v2/metrics/cluster.
    MINIO_PROMETHEUS_AUTH_TYPE: 'public',
    ...(webhook && webhookEnvironment(webhook)),
  };
}

function webhookEnvironment(webhook: NonNullable<MinioSettings['webhook']>) {
  return {
    [`MINIO_NOTIFY_WEBHOOK_ENABLE_${WEBHOOK_TARGET}`]: 'on',
    [`MINIO_NOTIFY_WEBHOOK_ENDPOINT_${WEBHOOK_TARGET}`]: webhook.endpoint,
    [`MINIO_NOTIFY_WEBHOOK_AUTH_TOKEN_${WEBHOOK_TARGET}`]: webhook.token,
    // Events wait here, one file each, until the receiver answers 2xx. They are sent one at a time, oldest first: one
    // that is refused is repeated every 3 s and holds up all others. The directory is read every 3 s, so that is how
    // late an event can be (internal/store/store.go).
    [`MINIO_NOTIFY_WEBHOOK_QUEUE_DIR_${WEBHOOK_TARGET}`]: webhook.queueDir,
    // Without this an event goes through a queue in memory that a crash loses. With it a handler returns, and a short
    // answer leaves, only once the event's file is written (not synced; cmd/event-notification.go). Two gaps remain: a
    // crash between the object and its event, and DeleteObjects with an answer beyond 4 kB, which leaves earlier. A
    // failed write of the file (more than 100,000 wait) is logged, and the PUT succeeds nevertheless.
    MINIO_API_SYNC_EVENTS: 'on',
  };
}
