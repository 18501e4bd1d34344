// Reads `checks:` of config.yaml. Apart from what it answers, since the parser of YAML comes with it.
import { isMap, isScalar, type Pair } from 'yaml';
import { at, excerpt, type Finding } from './finding.ts';
import { isRuleName, RULES, type RuleName, type Severity } from './rules.ts';
import type { Settings } from './settings.ts';
import type { ParsedYaml } from './yaml-rules.ts';

export interface ReadSettings {
  readonly settings: Settings;
  /** Names of no rule, and values that it cannot have. */
  readonly findings: readonly Finding[];
}

/** Each rule may be `off` or `error`, or what it is anyway. Errors cannot be made warnings. */
export function readSettings({ text, documents }: ParsedYaml): ReadSettings {
  const root = documents[0]?.contents ?? null;
  const checks = isMap(root) ? root.get('checks', true) : undefined;
  const settings = new Map<RuleName, Severity | 'off'>();
  const findings: Finding[] = [];
  if (checks === undefined || (isScalar(checks) && checks.value === null)) return { settings, findings };
  if (!isMap(checks)) {
    findings.push(unknown(text, checks, 'checks: is a mapping of rules, each off or error.'));
    return { settings, findings };
  }
  for (const { key, value } of (checks.items as readonly Pair[]).slice(0, MOST)) {
    const name = String(isScalar(key) ? key.value : '');
    const level = levelOf(isScalar(value) ? value.value : undefined);
    if (!isRuleName(name)) findings.push(unknown(text, key, `There is no rule ${excerpt(name)}.`));
    else if (level === null || (level === 'warning' && RULES[name] === 'error'))
      findings.push(unknown(text, value ?? key, `The rule ${name} may be off or error, nothing else.`));
    else settings.set(name, level);
  }
  return { settings, findings };
}

/** More than there are rules. */
const MOST = 100;

/** YAML 1.1 reads `off` as false. */
function levelOf(value: unknown): Severity | 'off' | null {
  if (value === false || value === 'off') return 'off';
  return value === 'error' || value === 'warning' ? value : null;
}

function unknown(text: string, node: unknown, message: string): Finding {
  const range = (node as { readonly range?: readonly number[] } | null)?.range;
  return at(text, range?.[0] ?? 0, 'unknown-setting', message);
}
