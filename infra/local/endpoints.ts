// Where S3 and DynamoDB are, and with which credentials the service calls them.

export interface Endpoints {
  readonly s3Url: string;
  readonly dynamodbUrl: string;
}

/** URLs of servers that run already. A server that is left out is embedded; without `sqsUrl` there is no queue. */
export interface GivenServers {
  readonly s3Url?: string | undefined;
  readonly dynamodbUrl?: string | undefined;
  readonly sqsUrl?: string | undefined;
}

export interface AccessKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/**
 * `local`: `CREDENTIALS` of defaults.ts. `standard`: what the AWS SDK finds in its variables and profiles. Keys: those
 * that the user chose for the embedded servers.
 */
export type CredentialSource = 'local' | 'standard' | AccessKeys;
