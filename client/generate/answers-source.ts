// answers.ts: the schemas of what a success answers, in a form that the client can check by, small and without eval.
import { type ApiDocument, type Operation, replySchemas, type Schema } from './operations-of.ts';

export function answersSource({ components }: ApiDocument, operations: readonly Operation[]): string {
  const answered = operations.filter(({ reply }) => reply === 'json');
  const rows = answered.map(
    (operation) => `  ${operation.operationId}: ${unionOf(replySchemas(operation))},`,
  );
  const { Error: refusal = {}, ...schemas } = components.schemas;
  const names = inOrder(schemas, answered.flatMap(replySchemas).flatMap(namesIn));
  const definitions = [
    ...names.map((name) => `const ${name} = ${sourceOf(schemas[name] ?? {})};`),
    `export const refusal = ${sourceOf(withOpenWords(refusal))};`,
  ];
  return `// What each operation answers, as schemas. Made by generate.ts from the OpenAPI document; do not edit.
import * as v from 'valibot';
import type { Operations } from './types.ts';

const matches = (pattern: string) => v.regex(new RegExp(pattern, 'u'));
${withSharedRules(definitions.join('\n'))}

export const answers = {
${rows.join('\n')}
} satisfies { readonly [Op in keyof Operations]?: v.GenericSchema<unknown, Operations[Op]['reply']> };
`;
}

/** Times, ids and counts stand in the source once, before what is made of them. */
function withSharedRules(source: string): string {
  const rules = [
    ...new Set(source.match(/v\.pipe\(v\.\w+\(\)(, [\w.]+\(("(\\.|[^"\\])*"|\d*)\))+\)/g) ?? []),
  ];
  const shared = rules.map((rule, index) => `const value${index + 1} = ${rule};`);
  const used = rules.reduce((text, rule, index) => text.replaceAll(rule, `value${index + 1}`), source);
  return `${shared.join('\n')}\n\n${used}`;
}

/** A newer service may refuse with a code or a type that this client does not know: any word will do. */
function withOpenWords(error: Schema): Schema {
  return JSON.parse(JSON.stringify(error), (name, value) => (name === 'enum' ? undefined : value));
}

/** Each name after those that its schema refers to, and only what the given ones need. */
function inOrder(schemas: Readonly<Record<string, Schema>>, names: readonly string[]): readonly string[] {
  const ordered = new Set<string>();
  const add = (name: string, above: readonly string[]) => {
    if (above.includes(name)) throw new Error(`${name} refers to itself; write it with v.lazy.`);
    for (const inner of namesIn(schemas[name] ?? {})) add(inner, [...above, name]);
    ordered.add(name);
  };
  for (const name of names) add(name, []);
  return [...ordered];
}

function namesIn(schema: Schema): readonly string[] {
  return [...JSON.stringify(schema).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
    ([, name = '']) => name,
  );
}

/** What says something about a value. A keyword that is not known here must not be dropped. */
const ABOUT_VALUES = ['type', 'properties', 'required', 'additionalProperties', 'items', 'enum', 'const']
  .concat(['anyOf', '$ref', 'pattern', 'format', 'minimum', 'maximum'])
  // Nothing that JSON could break: names of fields are strings, and always.
  .concat(['description', 'propertyNames', 'example']);

function sourceOf(schema: Schema): string {
  const unknown = Object.keys(schema).find((keyword) => !ABOUT_VALUES.includes(keyword));
  if (unknown !== undefined) throw new Error(`The client cannot check answers by "${unknown}".`);
  const { $ref, anyOf, type } = schema;
  if (typeof $ref === 'string') return $ref.replace('#/components/schemas/', '');
  if (Array.isArray(anyOf)) return unionOf(anyOf);
  if (Array.isArray(type)) return unionOf(type.map((one) => ({ ...schema, type: one })));
  if (Array.isArray(schema.enum)) return `v.picklist(${JSON.stringify(schema.enum)})`;
  if ('const' in schema) return `v.literal(${JSON.stringify(schema.const)})`;
  return sourceByType(schema);
}

function sourceByType(schema: Schema): string {
  switch (schema.type) {
    case 'object':
      return objectSource(schema);
    case 'array':
      return `v.array(${sourceOf(schema.items as Schema)})`;
    case 'string':
      return piped('v.string()', stringRules(schema));
    case 'integer':
      return piped('v.number()', ['v.safeInteger()', ...numberRules(schema)]);
    case 'number':
      return piped('v.number()', numberRules(schema));
    case 'boolean':
      return 'v.boolean()';
    case 'null':
      return 'v.null()';
    case undefined:
      return 'v.unknown()';
    default:
      throw new Error(`The client cannot check answers of type ${JSON.stringify(schema.type)}.`);
  }
}

function unionOf(schemas: readonly Schema[]): string {
  const others = schemas.filter(({ type }) => type !== 'null');
  const different = [...new Set(others.map(sourceOf))];
  const source = different.length === 1 ? `${different[0]}` : `v.union([${different.join(', ')}])`;
  return others.length === schemas.length ? source : `v.nullable(${source})`;
}

/** Fields that are not known are dropped: a newer service may answer more. */
function objectSource({ properties, required = [], additionalProperties: more }: Schema): string {
  const fields = Object.entries((properties ?? {}) as Readonly<Record<string, Schema>>);
  if (fields.length === 0) return `v.record(v.string(), ${sourceOf((more ?? {}) as Schema)})`;
  const source = fields.map(([name, schema]) => {
    const value = sourceOf(schema);
    return `${JSON.stringify(name)}: ${(required as readonly string[]).includes(name) ? value : `v.exactOptional(${value})`}`;
  });
  return `v.${more === false ? 'object' : 'looseObject'}({ ${source.join(', ')} })`;
}

function stringRules({ pattern, format }: Schema): readonly string[] {
  if (typeof pattern === 'string') return [`matches(${JSON.stringify(pattern)})`];
  if (format === undefined) return [];
  if (format === 'uri') return ['v.url()'];
  throw new Error(`The client cannot check answers by the format ${JSON.stringify(format)}.`);
}

function numberRules({ minimum, maximum }: Schema): readonly string[] {
  return [
    ...(typeof minimum === 'number' ? [`v.minValue(${minimum})`] : []),
    ...(typeof maximum === 'number' && maximum !== Number.MAX_SAFE_INTEGER ? [`v.maxValue(${maximum})`] : []),
  ];
}

function piped(source: string, rules: readonly string[]): string {
  return rules.length === 0 ? source : `v.pipe(${[source, ...rules].join(', ')})`;
}
