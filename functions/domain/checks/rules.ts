// Every rule that files are checked by. docs/checks.md has an example of each, and how to turn it off. An error is what
// no reader accepts: where one dialect refuses what another takes, the rule is a warning.

export type Severity = 'error' | 'warning';

export const RULES = {
  'empty-source': 'error',
  'conflict-marker': 'error',
  'lfs-pointer': 'error',
  'nul-byte': 'error',
  'invalid-utf8': 'error',
  'yaml-syntax': 'error',
  'yaml-tab': 'error',
  'yaml-documents': 'error',
  'yaml-not-mapping': 'error',
  'jinja-unbalanced': 'error',
  'jinja-nested-ref': 'error',
  'yaml-dialect': 'warning',
  'yaml-duplicate-key': 'warning',
  'jinja-unknown-tag': 'warning',
  'jinja-stray-end': 'warning',
  'byte-order-mark': 'warning',
  'mixed-line-endings': 'warning',
  'two-sources': 'warning',
  'test-not-run': 'warning',
  'similar-paths': 'warning',
  'unportable-path': 'warning',
  'unknown-setting': 'warning',
  'not-read': 'warning',
} as const satisfies Record<string, Severity>;

export type RuleName = keyof typeof RULES;

export function isRuleName(name: string): name is RuleName {
  return Object.hasOwn(RULES, name);
}
