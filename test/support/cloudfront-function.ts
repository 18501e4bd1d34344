// Runs the code of a CloudFront Function as CloudFront does: by itself, with nothing around it.
import { createContext, runInContext } from 'node:vm';

/** The path under which the origin is asked. */
export function uriAfter(code: string, uri: string): string {
  const context = createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
  const event = JSON.stringify({
    version: '1.0',
    request: { method: 'GET', uri, querystring: {}, headers: {} },
  });
  return runInContext(`${code}\nhandler(${event}).uri`, context);
}
