// `checks:` in config.yaml: rules that a pipeline turns off, and warnings that it makes errors. read-settings.ts reads
// them.
import type { RuleName, Severity } from './rules.ts';

export type Settings = ReadonlyMap<RuleName, Severity | 'off'>;

export const NO_SETTINGS: Settings = new Map();
