// Runs the code of a CloudFront Function as CloudFront does: by itself, with nothing around it.
import { createContext, runInContext } from 'node:vm';

export interface FunctionResult {
  /** The path under which the origin is asked; there is none where the function answers itself. */
  readonly uri?: string;
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, { readonly value: string }>>;
}

export function resultFor(code: string, uri: string, accept?: string): FunctionResult {
  const context = createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
  const event = JSON.stringify({
    version: '1.0',
    request: { method: 'GET', uri, querystring: {}, headers: accept ? { accept: { value: accept } } : {} },
  });
  return JSON.parse(runInContext(`${code}\nJSON.stringify(handler(${event}))`, context));
}
