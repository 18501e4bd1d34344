// What .pipeline-versioning.yaml may say. Loaded only where there is one: zod and yaml take a quarter of a short command.
import { parse, YAMLParseError } from 'yaml';
import * as z from 'zod';
import { WrongUse } from './failures.ts';

const settings = z.strictObject({
  url: z.string().optional(),
  sign: z.boolean().optional(),
  region: z.string().optional(),
});

const ownSettings = settings.extend({
  /** Services to which the files of projects may lead. */
  trust: z.array(z.string()).optional(),
});

export type ConfigSettings = z.infer<typeof settings>;
export type OwnSettings = z.infer<typeof ownSettings>;

/** Throws `WrongUse` with the file's name for unknown settings. An empty file has none. */
export function parseSettings(path: string, text: string): ConfigSettings {
  return parseBy(settings, path, text);
}

/** The same for the file in the user's own configuration directory. */
export function parseOwnSettings(path: string, text: string): OwnSettings {
  return parseBy(ownSettings, path, text);
}

function parseBy<T>(schema: z.ZodObject & z.ZodType<T>, path: string, text: string): T {
  const result = schema.safeParse(yamlOf(path, text) ?? {});
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path: field, message }) => [...field, message].join(': '));
  const known = Object.keys(schema.shape)
    .join(', ')
    .replace(/, (\w+)$/, ' and $1');
  throw new WrongUse(`${path}: ${problems.join('; ')}. It may have ${known}.`);
}

function yamlOf(path: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw new WrongUse(`${path} is no YAML: ${error.message.split('\n')[0]}`, { cause: error });
  }
}
