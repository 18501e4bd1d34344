// What .pipeline-versions.yaml may say. Loaded only where there is one: zod and yaml take a quarter of a short command.
import { parse, YAMLParseError } from 'yaml';
import * as z from 'zod';
import { WrongUse } from './failures.ts';

const settings = z.strictObject({
  url: z.string().optional(),
  sign: z.boolean().optional(),
  region: z.string().optional(),
});

export type ConfigSettings = z.infer<typeof settings>;

/** Throws `WrongUse` with the file's name for what is not known. An empty file says nothing. */
export function parseSettings(path: string, text: string): ConfigSettings {
  const result = settings.safeParse(yamlOf(path, text) ?? {});
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path: field, message }) => [...field, message].join(': '));
  throw new WrongUse(`${path}: ${problems.join('; ')}. It may have url, sign and region.`);
}

function yamlOf(path: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw new WrongUse(`${path} is no YAML: ${error.message.split('\n')[0]}`, { cause: error });
  }
}
