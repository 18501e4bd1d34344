// In bundles, the place of @aws-sdk/middleware-endpoint-discovery. DynamoDB's client prepares it, and none of its commands
// uses it.

export function resolveEndpointDiscoveryConfig<T>(config: T): T {
  return config;
}

export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
  environmentVariableSelector: () => false,
  configFileSelector: () => undefined,
  default: false,
};
