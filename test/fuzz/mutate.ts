// An answer as the service gives it, with a few places changed to what should not be there.
import fc from 'fast-check';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

export interface Mutation {
  /** The way to the place: at each level, which of its parts, counted around. */
  readonly steps: readonly number[];
  readonly change: 'replace' | 'remove' | 'repeat';
  readonly value: Json;
}

/** Bodies that hold no JSON object. */
export const NO_OBJECTS: readonly string[] = ['', '{', 'null', '[]', '1', '['.repeat(20_000)];

export const NASTY: readonly string[] = [
  ...[
    '',
    '.',
    '..',
    '../../../../evil',
    '/../../../evil',
    'a/../../evil',
    'a//b.sql',
    'a\\..\\evil',
    'tests',
    'a\0b',
  ],
  ...['.git/config', 'pipeline.sql', 'tests/a.sql', 'TESTS/a.sql', 'x'.repeat(300), `${'d/'.repeat(2_000)}f`],
  ...[
    'x\nerror: FORGED',
    'x\r\nerror: FORGED',
    '\u001b[2J\u009b31m',
    '\u202eevil',
    '\ud800',
    '\u0000',
    'ü🙂',
  ],
  ...[
    '__proto__',
    'constructor',
    'NaN',
    '-1',
    '1e400',
    '2026-02-30T00:00:00.000Z',
    'd41d8cd98f00b204e9800998ecf8427e',
  ],
];

const nasty: fc.Arbitrary<Json> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...NASTY) },
  fc.constantFrom<Json>(null, true, 0, -1, 0.5, 1, 2, 10_001, 2 ** 53, 1e300, [], {}),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
);

export const mutations: fc.Arbitrary<readonly Mutation[]> = fc.array(
  fc.record({
    steps: fc.array(fc.nat(30), { maxLength: 5 }),
    change: fc.constantFrom(
      'replace' as const,
      'replace' as const,
      'replace' as const,
      'remove' as const,
      'repeat' as const,
    ),
    value: nasty,
  }),
  { maxLength: 3 },
);

export function mutated(value: Json, all: readonly Mutation[]): Json {
  return all.reduce((now, mutation) => mutatedAt(now, mutation, mutation.steps), value);
}

function mutatedAt(value: Json, mutation: Mutation, [step, ...deeper]: readonly number[]): Json {
  if (step === undefined || typeof value !== 'object' || value === null) return mutation.value;
  const entries = Object.entries(value);
  const index = entries.length === 0 ? 0 : step % entries.length;
  const [name, part] = entries[index] ?? ['x', null];
  const isHere = deeper.length === 0;
  const changed: [string, Json] = [name, isHere ? mutation.value : mutatedAt(part, mutation, deeper)];
  const with_ = {
    replace: [changed],
    remove: isHere ? [] : [changed],
    repeat: [[name, part] as [string, Json], changed],
  };
  const next = [...entries.slice(0, index), ...with_[mutation.change], ...entries.slice(index + 1)];
  if (Array.isArray(value)) return next.map(([, one]) => one);
  // Names may be nasty, too: the first text of a list that is put in place of an object's part is its name.
  const rename = mutation.change === 'repeat' && typeof mutation.value === 'string' ? mutation.value : name;
  return fromEntries(next.map(([key, one], at) => [at === index + 1 && key === name ? rename : key, one]));
}

/** `__proto__` becomes a field, as JSON.parse makes it one. */
function fromEntries(entries: readonly (readonly [string, Json])[]): Json {
  const object = Object.create(null) as Record<string, Json>;
  for (const [name, one] of entries) object[name] = one;
  return object;
}
