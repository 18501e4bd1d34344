// The operations of the OpenAPI document, as the generators of the client and of the API page need them.

export type Schema = Readonly<Record<string, unknown>>;

interface Parameter {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>;

interface DocumentedOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly 'x-repeatable'?: true;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, DocumentedReply>>;
}

interface DocumentedReply {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly description: string }>>;
  readonly content?: Content;
}

export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export interface Operation extends DocumentedOperation {
  readonly method: string;
  readonly path: string;
  /** The kind of body that a success carries. */
  readonly reply: 'json' | 'bytes' | 'none';
}

export function operationsOf({ paths }: ApiDocument): readonly Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      method: method.toUpperCase(),
      path,
      reply: replyKind(operation),
    })),
  );
}

export function parametersIn({ parameters = [] }: Operation, place: Parameter['in']): readonly Parameter[] {
  return parameters.filter((parameter) => parameter.in === place);
}

/** The JSON schemas that a success may have. */
export function replySchemas({ responses }: DocumentedOperation): readonly Schema[] {
  return successes(responses)
    .map((content) => content['application/json']?.schema)
    .filter((schema) => schema !== undefined);
}

function replyKind(operation: DocumentedOperation): Operation['reply'] {
  if (replySchemas(operation).length > 0) return 'json';
  return successes(operation.responses).length > 0 ? 'bytes' : 'none';
}

function successes(responses: DocumentedOperation['responses']): readonly Content[] {
  return Object.entries(responses).flatMap(([status, { content }]) =>
    status.startsWith('2') && content !== undefined ? [content] : [],
  );
}
