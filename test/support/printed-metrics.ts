// Metrics as CloudWatch reads them from the log. Powertools reads its variables when it is loaded, so modules that
// measure are to be imported within the action.
import { vi } from 'vitest';

export interface PrintedMetrics {
  readonly [name: string]: unknown;
  readonly _aws: {
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
    }[];
  };
}

export async function printedMetrics(
  environment: Readonly<Record<string, string>>,
  action: () => Promise<unknown>,
): Promise<readonly PrintedMetrics[]> {
  const variables = { ...environment, POWERTOOLS_METRICS_DISABLED: 'false', POWERTOOLS_DEV: 'true' };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  vi.resetModules();
  const print = vi.spyOn(console, 'log').mockReturnValue();
  try {
    await action();
    return print.mock.calls.map(([line]) => JSON.parse(line)).filter((line) => '_aws' in line);
  } finally {
    print.mockRestore();
    vi.unstubAllEnvs();
    vi.resetModules();
  }
}
