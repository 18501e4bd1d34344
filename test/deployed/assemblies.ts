// These sources as stacks to deploy, synthesised once for all tests on an emulator: bundling some twenty functions takes
// longer than deploying them.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contextFlags, DEFAULT_STACK } from '../../infra/local/deployment/emulator.ts';

/** Settings of each, by the variable that has its directory. */
const ASSEMBLIES = {
  // So that there is something to change even when the last release was made of these very sources.
  UPGRADE_ASSEMBLY: ['throttlingRate=99'],
  OTHER_SETTINGS_ASSEMBLY: ['throttlingRate=50', 'logRetentionDays=30', 'tracing=true'],
} as const;

/** By EventBridge, and by a webhook: its test gives the function one that is there. */
export const WITH_NEWS = ['eventBus=default', 'notifyUrl=https://webhook.example.com/'] as const;

/** In the stack's own bucket. */
export const WITH_RELEASES = ['releases=prefix'] as const;

export type AssemblyVariable = keyof typeof ASSEMBLIES;

export interface Assemblies {
  /** Directories by variable, for `cdk deploy --app`. */
  readonly variables: Readonly<Record<string, string>>;
  remove(): void;
}

/** `more`: settings of all of them. */
export function synthesizeAll(more: readonly string[]): Assemblies {
  const root = mkdtempSync(join(tmpdir(), 'assemblies-'));
  const variables = Object.entries(ASSEMBLIES).map(([variable, settings]) => {
    const dir = join(root, variable);
    synthesize(dir, [...settings, ...more]);
    return [variable, dir];
  });
  return {
    variables: Object.fromEntries(variables),
    remove: () => rmSync(root, { recursive: true }),
  };
}

/** For an emulator, with `name=value` of infra/settings.ts besides. */
export function synthesize(dir: string, settings: readonly string[] = []): void {
  const synth = ['node_modules/aws-cdk/bin/cdk', 'synth', '--quiet', '--output', dir];
  const flags = contextFlags({ stackName: DEFAULT_STACK }, settings);
  execFileSync(process.execPath, [...synth, ...flags], { stdio: 'inherit' });
}

export function assemblyOf(variable: AssemblyVariable): string {
  const dir = process.env[variable];
  if (!dir) throw new Error(`${variable} is not set; npm run test:deployed sets it`);
  return dir;
}
