// Where the browser comes back to. Issuers such as Cognito compare callback URLs by every character, ports included, and
// Cognito takes http for `localhost` alone, so the command line's client registers exactly these (infra/aws/user-pool.ts):
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html

/** Below every system's range of ports for outgoing connections, and without an entry in IANA's list. */
export const CALLBACK_PORTS = [25845, 26845, 27845] as const;

export const CALLBACK_PATH = '/callback';

export const callbackUrl = (port: number): string => `http://localhost:${port}${CALLBACK_PATH}`;
