// Templates in SQL.
import { at, atEach, excerpt, type Finding } from './finding.ts';
import { scanJinja } from './jinja-scan.ts';

export function jinjaFindings(text: string): readonly Finding[] {
  const { isTemplate, problem, tags, nestedRefs, strayEnds } = scanJinja(text);
  if (!isTemplate) return [];
  const unknown = tags.filter(({ name }) => !KNOWN_TAGS.has(name));
  const nameAt = new Map(unknown.map(({ offset, name }) => [offset, name]));
  return [
    ...(problem === null ? [] : [at(text, problem.offset, 'jinja-unbalanced', problem.message)]),
    ...atEach(text, nestedRefs, 'jinja-nested-ref', () => NESTED),
    ...atEach(text, nameAt.keys(), 'jinja-unknown-tag', (offset) => unknownTag(nameAt.get(offset) ?? '')),
    ...atEach(text, strayEnds, 'jinja-stray-end', (offset) => stray(text.slice(offset, offset + 2))),
  ];
}

const NESTED =
  'ref() takes an expression, in which {{ }} is plain text; write the name or the variable itself.';

function unknownTag(name: string): string {
  return `Neither Jinja nor dbt has a tag {% ${excerpt(name)} %}.`;
}

function stray(closing: string): string {
  return `This ${closing} ends nothing; Jinja takes it for text.`;
}

// Jinja's own (https://jinja.palletsprojects.com/en/stable/templates/), those of the extensions that come with it, and
// dbt's (https://docs.getdbt.com/reference/dbt-jinja-functions).
const KNOWN_TAGS = new Set([
  ...['if', 'elif', 'else', 'endif', 'for', 'endfor', 'set', 'endset', 'with', 'endwith'],
  ...['macro', 'endmacro', 'call', 'endcall', 'filter', 'endfilter', 'block', 'endblock'],
  ...['extends', 'include', 'import', 'from', 'autoescape', 'endautoescape'],
  ...['do', 'break', 'continue', 'debug', 'trans', 'pluralize', 'endtrans'],
  ...['materialization', 'endmaterialization', 'test', 'endtest', 'data_test', 'enddata_test'],
  ...['snapshot', 'endsnapshot', 'docs', 'enddocs'],
]);
