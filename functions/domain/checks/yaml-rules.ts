// YAML, read by the yaml library as YAML 1.2. What libyaml or PyYAML take nevertheless is a warning.
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  LineCounter,
  parseAllDocuments,
  visit,
  type YAMLError,
} from 'yaml';
import { at, atEach, type Finding } from './finding.ts';

export interface ParsedYaml {
  readonly text: string;
  readonly documents: readonly Document[];
}

export function parseYaml(text: string): ParsedYaml {
  const read = parseAllDocuments(text, {
    // Its search for duplicates takes quadratic time: duplicateKeys() does it below.
    ...{ uniqueKeys: false, prettyErrors: false, logLevel: 'silent' },
    lineCounter: new LineCounter(),
  });
  return { text, documents: 'empty' in read ? [] : read };
}

/** What makes a configuration unreadable. */
export function configFindings({ text, documents }: ParsedYaml): readonly Finding[] {
  const [first] = documents.flatMap(({ errors }) => errors).toSorted((a, b) => a.pos[0] - b.pos[0]);
  if (first !== undefined) return [ofError(text, first)];
  const [document, second] = documents;
  if (second !== undefined) return [at(text, second.range?.[0] ?? 0, 'yaml-documents', SECOND)];
  const contents = document?.contents ?? null;
  if (contents === null || (isScalar(contents) && contents.value === null)) return [];
  if (isMap(contents)) return undefinedAliases(text, document as Document);
  return [at(text, contents.range?.[0] ?? 0, 'yaml-not-mapping', NO_MAPPING)];
}

const SECOND = 'A second YAML document begins here; a configuration is one document.';
const NO_MAPPING = 'The configuration is neither a mapping (name: value) nor empty.';

function ofError(text: string, { code, message, pos: [offset] }: YAMLError): Finding {
  if (code === 'TAB_AS_INDENT')
    return at(text, offset, 'yaml-tab', 'YAML is indented by spaces; here stands a tab.');
  const rule = isDialect(text, code, message, offset) ? 'yaml-dialect' : 'yaml-syntax';
  return at(text, offset, rule, `YAML: ${message.split('\n')[0]}.`);
}

/**
 * Where YAML 1.2 and the readers of YAML 1.1 part, as found by comparing with PyYAML and libyaml: a comment right behind
 * a string, a string or a collection that goes on in the first column, and a lone dash in a collection.
 */
function isDialect(text: string, code: string, message: string, offset: number): boolean {
  if (code === 'BLOCK_IN_FLOW') return true;
  if (code === 'MISSING_CHAR' && message.startsWith('Comments must be separated')) return true;
  const closing = /^(?:Missing closing (["'])|Flow \w+ in block collection .* end with a ([\]}]))/.exec(
    message,
  );
  const missing = closing?.[1] ?? closing?.[2];
  return missing !== undefined && text.includes(missing, offset);
}

function undefinedAliases(text: string, document: Document): readonly Finding[] {
  const anchors = new Set<string>();
  const undefinedAt: number[] = [];
  visit(document, {
    Node(_, node) {
      if (isAlias(node) && !anchors.has(node.source)) undefinedAt.push(node.range?.[0] ?? 0);
      if (!isAlias(node) && node.anchor !== undefined) anchors.add(node.anchor);
    },
  });
  return atEach(text, undefinedAt, 'yaml-syntax', () => 'YAML: this alias names no anchor before it.');
}

/** `<<` may stand beside the keys that it brings, and twice. */
export function duplicateKeys({ text, documents }: ParsedYaml): readonly Finding[] {
  const twice: number[] = [];
  for (const document of documents)
    visit(document, {
      Map(_, { items }) {
        const keys = new Set<unknown>();
        for (const { key } of items) {
          if (!isScalar(key) || key.value === '<<') continue;
          if (keys.has(key.value)) twice.push(key.range?.[0] ?? 0);
          keys.add(key.value);
        }
      },
    });
  return atEach(text, twice, 'yaml-duplicate-key', () => DUPLICATE);
}

const DUPLICATE = 'The mapping has this key before; some readers refuse that, others take the last value.';
