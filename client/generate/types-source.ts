// types.ts: one type for each schema of the document, and a map of all operations.
import { compile, type Options } from 'json-schema-to-typescript';
import {
  type ApiDocument,
  type Operation,
  parametersIn,
  replySchemas,
  type Schema,
} from './operations-of.ts';

const OPTIONS: Partial<Options> = {
  additionalProperties: false,
  bannerComment:
    '// What the API takes and answers. Made by generate.ts from the OpenAPI document; do not edit.',
  ignoreMinAndMaxItems: true,
  unknownAny: true,
  unreachableDefinitions: true,
  format: false,
};

/** The comment that the generator puts before every type. */
const ORIGIN = /\/\*\*\n \* This interface was referenced by [^/]*\*\/\n/g;

const BYTES = { tsType: 'Uint8Array' };
const NONE = { tsType: 'undefined' };

export async function typesSource(document: ApiDocument, operations: readonly Operation[]): Promise<string> {
  const schema = {
    ...strictObject(operations.map((operation) => [operation.operationId, typeOf(operation), true])),
    description: 'By operationId: what a request takes, and what a success answers.',
    definitions: document.components.schemas,
  };
  const text = JSON.stringify(schema).replaceAll('#/components/schemas/', '#/definitions/');
  const source = await compile(JSON.parse(text), 'Operations', OPTIONS);
  return source.replaceAll(ORIGIN, '');
}

function typeOf(operation: Operation): Schema {
  return strictObject([
    ['path', parametersType(operation, 'path'), true],
    ['query', parametersType(operation, 'query'), true],
    ['body', bodyType(operation), operation.requestBody?.required !== false],
    ['reply', replyType(operation), true],
  ]);
}

function parametersType(operation: Operation, place: 'path' | 'query'): Schema {
  const parameters = parametersIn(operation, place);
  if (parameters.length === 0) return NONE;
  return strictObject(parameters.map(({ name, schema, required }) => [name, schema, required === true]));
}

function bodyType({ requestBody }: Operation): Schema {
  if (requestBody === undefined) return NONE;
  return requestBody.content['application/json']?.schema ?? BYTES;
}

function replyType(operation: Operation): Schema {
  if (operation.reply !== 'json') return operation.reply === 'bytes' ? BYTES : NONE;
  const different = new Map(replySchemas(operation).map((schema) => [JSON.stringify(schema), schema]));
  const [only, ...others] = different.values();
  return others.length === 0 && only ? only : { anyOf: [...different.values()] };
}

function strictObject(
  fields: readonly (readonly [name: string, schema: Schema, required: boolean])[],
): Schema {
  return {
    type: 'object',
    properties: Object.fromEntries(fields),
    required: fields.filter(([, , required]) => required).map(([name]) => name),
    additionalProperties: false,
  };
}
