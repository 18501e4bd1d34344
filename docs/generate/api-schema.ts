// JSON schemas as tables and short type names.
import type { Schema } from '../../client/generate/operations-of.ts';

interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly format?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly description?: string;
}

export function schemaSection(name: string, schema: Schema): string {
  const { description } = schema as JsonSchema;
  return [`### ${name}`, ...(description ? [description] : []), fieldTable(schema)].join('\n\n');
}

/** The fields of an object, those of objects inside it with their path (`error.code`). */
export function fieldTable(schema: Schema): string {
  const rows = fieldRows(schema as JsonSchema, '');
  if (rows.length === 0) return 'Any fields.';
  return ['| field | type | |', '| --- | --- | --- |', ...rows].join('\n');
}

function fieldRows({ properties = {}, required = [] }: JsonSchema, prefix: string): readonly string[] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const optional = required.includes(name) ? '' : '?';
    const row = `| \`${prefix}${name}\`${optional} | ${typeName(field)} | ${meaningOf(field)} |`;
    const inner = field.items?.properties ? field.items : field;
    return [row, ...(inner.properties ? fieldRows(inner, `${prefix}${name}.`) : [])];
  });
}

export function meaningOf({ description = '', default: standard }: JsonSchema): string {
  const parts = [description, standard === undefined ? '' : `${JSON.stringify(standard)} by default`];
  return parts.filter(Boolean).join('. ');
}

export function typeName(schema: JsonSchema): string {
  const { $ref, anyOf, items, type } = schema;
  if ($ref !== undefined) return linkTo($ref);
  if (anyOf !== undefined) return anyOf.map(typeName).join(' or ');
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (items !== undefined) return `array of ${typeName(items)}`;
  if (Array.isArray(type)) return type.join(' or ');
  if (type === 'object' && typeof schema.additionalProperties === 'object')
    return `object of ${typeName(schema.additionalProperties)}s`;
  return `${scalarName(schema)}${range(schema)}`;
}

function scalarName({ type, format }: JsonSchema): string {
  if (format === 'date-time') return 'time (RFC 3339, UTC, milliseconds)';
  return format ?? (typeof type === 'string' ? type : 'any');
}

function range({ minimum, maximum = Number.MAX_SAFE_INTEGER, maxLength }: JsonSchema): string {
  if (maxLength !== undefined) return ` of at most ${maxLength.toLocaleString('en-US')} characters`;
  if (minimum === undefined) return '';
  return maximum === Number.MAX_SAFE_INTEGER ? ` ≥ ${minimum}` : ` ${minimum} to ${maximum}`;
}

export function linkTo(ref: string): string {
  const name = ref.replace(/^.*\//, '');
  return `[${name}](#${name.toLowerCase()})`;
}
