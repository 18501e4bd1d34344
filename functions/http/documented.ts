// Schemas of requests are of zod's light build, which has half the bytes of the whole one and no methods: every function
// has it in its bundle.
import * as z from 'zod/mini';
import '../english.ts';

/** Tells what the OpenAPI document says of a schema, which must be nobody else's. */
export function documented<S extends z.ZodMiniType>(schema: S, words: z.core.GlobalMeta): S {
  z.globalRegistry.add(schema, words);
  return schema;
}
