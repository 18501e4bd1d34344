// For esbuild: writes the keys of the SDK's schemas as literals. They are constants, `{ [_hC]: "-" }`, which esbuild takes
// for something that could have effects: it keeps the schemas of all operations of S3, of which the service uses a tenth.
import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

const SCHEMAS = /@aws-sdk\/client-[\w-]+\/dist-es\/schemas\/schemas_\d+\.js$/;

export const literalKeys: Plugin = {
  name: 'literal-keys',
  setup({ onLoad }) {
    onLoad({ filter: SCHEMAS }, ({ path }) => ({ contents: withLiteralKeys(readFileSync(path, 'utf8')) }));
  },
};

export function withLiteralKeys(source: string): string {
  const constants = new Map(
    [...source.matchAll(/^const (\w+) = ("[^"\\]*");$/gm)].map(([, name = '', text]) => [name, text]),
  );
  return source.replaceAll(/(?<=[{,]\s*)\[(\w+)\](?=:)/g, (key, name: string) => constants.get(name) ?? key);
}
