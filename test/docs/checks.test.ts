// docs/checks.md has every rule with its severity, and each example yields its rule.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkFile } from '../../functions/domain/checks/check-file.ts';
import { isToBeRead, MAX_CHECKED_BYTES, notRead } from '../../functions/domain/checks/limits.ts';
import { pathFindings } from '../../functions/domain/checks/path-rules.ts';
import { RULES } from '../../functions/domain/checks/rules.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/checks.md'), 'utf8');
const sections = page.split(/^## /m);

function rulesUnder(title: string): readonly { readonly rule: string; readonly text: string }[] {
  const section = sections.find((one) => one.startsWith(`${title}\n`)) ?? '';
  return section
    .split(/^### /m)
    .slice(1)
    .map((text) => ({ rule: text.slice(0, text.indexOf('\n')), text }));
}

const rules = [...rulesUnder('Errors'), ...rulesUnder('Warnings')];

test.each(['error', 'warning'] as const)('every %s is in the page, and nothing else', (severity) => {
  const named = rulesUnder(severity === 'error' ? 'Errors' : 'Warnings').map(({ rule }) => rule);
  const there = Object.entries(RULES).filter(([, one]) => one === severity);

  expect(named).toEqual(there.map(([rule]) => rule));
});

test.each(rules)('the example of $rule yields it and nothing else', ({ rule, text }) => {
  const [, kind = '', path = '', body = ''] = /^```(\w+) ?(.*)\n([\s\S]*?)^```$/m.exec(text) ?? [];

  expect([...new Set(rulesIn(kind, path, body))]).toEqual([rule]);
});

function rulesIn(kind: string, path: string, body: string): readonly string[] {
  if (kind === 'paths') {
    const files = body
      .trim()
      .split('\n')
      .map((line) => ({ path: line, etag: '', size: 1 }));
    return pathFindings(files).map(({ finding }) => finding.rule);
  }
  if (kind === 'large') return isToBeRead({ path, size: MAX_CHECKED_BYTES + 1 }) ? [notRead(1).rule] : [];
  const bytes = kind === 'bytes' ? escapedBytes(body) : new TextEncoder().encode(body);
  return checkFile(path, bytes).findings.map((finding) => finding.rule);
}

function escapedBytes(text: string): Uint8Array {
  const characters = text.replaceAll(/\\x([0-9a-f]{2})/g, (_, code) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return Uint8Array.from(characters, (character) => character.charCodeAt(0));
}
