// Where files of pipelines lie in the bucket: a template such as `{namespace}/pipelines/{layer}/{name}/`. A key can be
// read in one way only, so no two pipelines share a prefix, and none lies within another's.
import { RELEASES_PREFIX } from './reserved-keys.ts';

export const PLACEHOLDERS = ['namespace', 'layer', 'name'] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];
export type Names = Readonly<Record<Placeholder, string>>;

export interface PrefixTemplate {
  readonly text: string;
  /** The three placeholders, as they follow each other. */
  readonly order: readonly Placeholder[];
  /** What stands before each of them, and what stands behind the last. */
  readonly fixed: readonly string[];
}

/** With names and a path at their longest, a key still fits S3's 1,024 bytes. */
const MAX_FIXED = 128;

/** Of a template that has no problem. */
export function prefixTemplate(text: string): PrefixTemplate {
  const parts = text.split(/\{(\w+)\}/);
  return {
    text,
    order: parts.filter((_, index) => index % 2 === 1) as Placeholder[],
    fixed: parts.filter((_, index) => index % 2 === 0),
  };
}

/** What is wrong with the template, and what to do; `null` if nothing is. */
export function prefixProblem(text: string): string | null {
  const { order, fixed } = prefixTemplate(text);
  const unknown = order.find((name) => !PLACEHOLDERS.includes(name));
  if (unknown !== undefined)
    return `has {${unknown}}, which is not known; use {namespace}, {layer} and {name}`;
  for (const name of PLACEHOLDERS) {
    const count = order.filter((other) => other === name).length;
    if (count !== 1) return `must have {${name}} once, not ${count} times`;
  }
  return charactersProblem(fixed) ?? segmentsProblem(text, fixed) ?? separatorsProblem(order, fixed);
}

function charactersProblem(fixed: readonly string[]): string | null {
  // Others mean something in a policy, in a URL or to an S3 server.
  if (fixed.some((text) => /[^\w/.=-]/.test(text)))
    return 'may have no characters but A-Z a-z 0-9 _ - . = and / around its placeholders';
  if (fixed.join('').length > MAX_FIXED)
    return `must have at most ${MAX_FIXED} characters around its placeholders`;
  return null;
}

function segmentsProblem(text: string, fixed: readonly string[]): string | null {
  if (text.startsWith('/')) return 'must not begin with a slash';
  if (!text.endsWith('/')) return 'must end with a slash';
  const segments = text.slice(0, -1).split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..'))
    return 'must have no empty segments, . or ..';
  if (fixed[0]?.startsWith(RELEASES_PREFIX))
    return `must not begin with ${RELEASES_PREFIX}, which the service keeps for itself`;
  return null;
}

const IN_NAMES = /^[a-z0-9_-]*/;
const NOT_IN_NAMES = /[^a-z0-9_-]/;

function separatorsProblem(order: readonly Placeholder[], fixed: readonly string[]): string | null {
  const at = fixed.findIndex((text, index) => index > 0 && !NOT_IN_NAMES.test(text));
  if (at < 0) return null;
  return `must have a character between {${order[at - 1]}} and {${order[at]}} that no name has, such as a slash or a dot: else two pipelines could share a prefix`;
}

export function prefixOf({ order, fixed }: PrefixTemplate, names: Names): string {
  return order.map((name, index) => `${fixed[index]}${names[name]}`).join('') + fixed.at(-1);
}

/** The names that a key has; they may be too long, or not be known. `null` for a key that is no file's of a pipeline. */
export function namesOfKey({ order, fixed }: PrefixTemplate, key: string): Names | null {
  let rest = key;
  const names: Partial<Record<Placeholder, string>> = {};
  for (const [index, placeholder] of order.entries()) {
    const [before = '', after = ''] = fixed.slice(index, index + 2);
    if (!rest.startsWith(before)) return null;
    const name = nameBefore(after, rest.slice(before.length));
    if (name === null) return null;
    names[placeholder] = name;
    rest = rest.slice(before.length + name.length);
  }
  const last = fixed.at(-1) ?? '';
  return rest.startsWith(last) && rest.length > last.length ? (names as Names) : null;
}

/**
 * 1. What stands behind a name has a character that no name has.
 * 2. So the first such character of `rest` is that one, and only one place is left where the name can end.
 */
function nameBefore(after: string, rest: string): string | null {
  const run = runOf(rest);
  const own = runOf(after);
  return run.endsWith(own) ? run.slice(0, run.length - own.length) : null;
}

function runOf(text: string): string {
  return IN_NAMES.exec(text)?.[0] ?? '';
}

/** Which texts a name can be, and which it can begin with. */
export type NameRules = Readonly<
  Record<
    Placeholder,
    { readonly is: (text: string) => boolean; readonly canBegin: (text: string, then: string) => boolean }
  >
>;

/** Whether keys of pipelines' files can begin so: `team/pipelinesX` cannot, `team/pipe` can. */
export function canBeginKeyOf(
  { order, fixed }: PrefixTemplate,
  rules: NameRules,
  beginning: string,
): boolean {
  let rest = beginning;
  for (const [index, placeholder] of order.entries()) {
    const [before = '', after = ''] = fixed.slice(index, index + 2);
    if (!rest.startsWith(before)) return before.startsWith(rest);
    rest = rest.slice(before.length);
    const rule = rules[placeholder];
    if (runOf(rest) === rest) return rule.canBegin(rest, runOf(after));
    const name = nameBefore(after, rest);
    if (name === null || !rule.is(name)) return false;
    rest = rest.slice(name.length);
  }
  const last = fixed.at(-1) ?? '';
  return rest.startsWith(last) || last.startsWith(rest);
}

/**
 * Keys of all pipelines' files with `*` for what varies, as policies and event patterns write it: there `*` is any text,
 * slashes included, so one stands for the last segments.
 */
export function keyPattern({ fixed }: PrefixTemplate): string {
  const pattern = `${fixed.join('*')}*`;
  const short = pattern.replace(/(?:\*\/)+\*$/, '*');
  return short === '*' ? pattern : short;
}
