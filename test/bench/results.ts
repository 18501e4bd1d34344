// What a run of the bench measured, in a file: `npm run bench -- --json FILE` writes it, `npm run bench:compare` reads it.
import { readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import type { Setting } from './introduction.ts';
import { machine } from './machine.ts';
import type { Rounds } from './series.ts';

const schema = z.object({
  machine: z.string(),
  setting: z.record(z.string(), z.unknown()),
  rounds: z
    .array(
      z.array(
        z.object({
          name: z.string(),
          latencies: z.array(z.number()),
          cpu: z.array(z.number()),
          errors: z.array(z.string()),
          seconds: z.number().optional(),
        }),
      ),
    )
    .min(1),
});

export type Results = z.infer<typeof schema>;

export function writeResults(file: string, setting: Omit<Setting, 'rounds'>, rounds: Rounds): void {
  writeFileSync(file, `${JSON.stringify({ machine: machine(), setting, rounds }, null, 1)}\n`);
}

/** Throws an error that names the file and what is wrong with it. */
export function readResults(file: string): Results {
  const parsed = schema.safeParse(jsonIn(file));
  if (parsed.success) return parsed.data;
  throw new Error(`${file} is no file of npm run bench -- --json:\n${z.prettifyError(parsed.error)}`);
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (failure) {
    throw new Error(`${file} cannot be read as JSON: ${(failure as Error).message}`);
  }
}
