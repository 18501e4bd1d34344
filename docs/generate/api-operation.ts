// One operation: what the request takes, what a success answers, which errors there are besides the common ones, and
// one recorded example.
import { STATUS_CODES } from 'node:http';
import type { Operation } from '../../client/generate/operations-of.ts';
import { COMMON_ERRORS } from '../../functions/http/openapi.ts';
import { meaningOf, typeName } from './api-schema.ts';
import type { Example } from './record-examples.ts';

const PIPELINE = ['namespace', 'layer', 'name'];

/** In characters. */
const LONGEST_BODY = 3_000;

export function operationSection(operation: Operation, example: Example): string {
  const { operationId, method, path, summary } = operation;
  return [
    `### ${operationId}`,
    `\`${method} ${shortPath(path)}\``,
    `${summary}.`,
    ...requestOf(operation),
    successOf(operation),
    errorsOf(operation),
    exampleOf(operation, example),
  ].join('\n\n');
}

function requestOf({ parameters = [], requestBody }: Operation): readonly string[] {
  // Those of the pipeline are explained once, above.
  const own = parameters.filter(({ in: place, name }) => place !== 'path' || !PIPELINE.includes(name));
  const rows = own.map(
    ({ in: place, name, required, schema }) =>
      `| ${place} | \`${name}\`${required ? '' : '?'} | ${typeName(schema)} | ${meaningOf(schema)} |`,
  );
  const parts =
    rows.length === 0 ? [] : [['| in | name | type | |', '| --- | --- | --- | --- |', ...rows].join('\n')];
  if (requestBody === undefined) return parts;
  const { schema } = requestBody.content['application/json'] ?? {};
  const optional = requestBody.required ? '' : ', which may be left out';
  if (schema === undefined) return [...parts, 'The body is the bytes of the file.'];
  return [...parts, `The body is a ${typeName(schema)}${optional}.`];
}

function successOf({ responses }: Operation): string {
  const rows = Object.entries(responses)
    .filter(([status]) => Number(status) < 400)
    .map(([status, { description, content, headers = {} }]) => {
      const schema = content?.['application/json']?.schema;
      const carries = schema ? typeName(schema) : content ? 'bytes' : '';
      const names = Object.entries(headers).map(([name, header]) => `\`${name}\`: ${header.description}`);
      return `| ${status} | ${carries} | ${[description, ...names].join('. ')} |`;
    });
  return ['| success | body | |', '| --- | --- | --- |', ...rows].join('\n');
}

function errorsOf({ responses }: Operation): string {
  const own = Object.entries(responses)
    .filter(([status]) => Number(status) >= 400)
    .map(
      ([status, { description }]) =>
        [status, description.split(', ').filter((code) => !isCommon(code))] as const,
    )
    .filter(([, codes]) => codes.length > 0)
    .map(([status, codes]) => `${status} ${codes.map((code) => `\`${code}\``).join(', ')}`);
  return own.length === 0
    ? 'Errors: the [common ones](#errors).'
    : `Errors besides the [common ones](#errors): ${own.join('; ')}.`;
}

const isCommon = (code: string) => COMMON_ERRORS.some((common) => common === code);

function exampleOf(
  { responses }: Operation,
  { request, requestBody, status, headers, body }: Example,
): string {
  const named = Object.keys(responses[status]?.headers ?? {}).flatMap((name) => {
    const value = headers[name.toLowerCase()];
    return value === undefined ? [] : [`${name}: ${value}`];
  });
  const sent = [...request, ...(requestBody === null ? [] : ['', requestBody.trimEnd()])].join('\n');
  const received = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    ...named,
    ...(body === null ? [] : ['', shown(body)]),
  ].join('\n');
  return `\`\`\`http\n${sent}\n\`\`\`\n\`\`\`http\n${received}\n\`\`\``;
}

/** JSON with line breaks, and not all of it where it is very long. */
function shown(body: string): string {
  const text = isJson(body) ? JSON.stringify(JSON.parse(body), null, 2) : body.trimEnd();
  return text.length <= LONGEST_BODY ? text : `${text.slice(0, LONGEST_BODY / 10)}\n…`;
}

function isJson(text: string): boolean {
  return text.startsWith('{');
}

/** With `P` for the path of a pipeline, as all papers write it. */
export function shortPath(path: string): string {
  return path.replace('/api/v1/pipelines/{namespace}/{layer}/{name}', 'P');
}
