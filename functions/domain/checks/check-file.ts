// One file against all rules for its kind.
import { CONFIG_PATH, isCandidate } from '../snapshot.ts';
import { decoded } from './encoding-rules.ts';
import type { Finding } from './finding.ts';
import { jinjaFindings } from './jinja-rules.ts';
import { isText, isYaml, MAX_YAML_BYTES, notRead } from './limits.ts';
import { readSettings } from './read-settings.ts';
import { NO_SETTINGS, type Settings } from './settings.ts';
import { conflictMarkers, emptySource, lfsPointer, mixedLineEndings } from './text-rules.ts';
import { configFindings, duplicateKeys, parseYaml } from './yaml-rules.ts';

export interface CheckedFile {
  /** Each with its rule's own severity: settings are applied later. */
  readonly findings: readonly Finding[];
  /** What config.yaml says of rules; empty for every other file. */
  readonly settings: Settings;
}

const SQL = /\.sql$/i;

/** Never throws, whatever the bytes. About a second of CPU at most; 256 KB of SQL take milliseconds. */
export function checkFile(path: string, bytes: Uint8Array): CheckedFile {
  const pointer = lfsPointer(bytes);
  if (pointer.length > 0) return { findings: pointer, settings: NO_SETTINGS };
  if (!isText(path)) return { ...NO_YAML, findings: emptyIfSource(path, bytes) };
  const { text, findings } = decoded(bytes);
  if (text === null) return { findings, settings: NO_SETTINGS };
  const { findings: ofYaml, settings } = isYaml(path) ? checkYaml(path, text, bytes.length) : NO_YAML;
  return {
    findings: [
      ...findings,
      ...(isCandidate(path) ? emptySource(text) : []),
      ...conflictMarkers(text),
      ...mixedLineEndings(text),
      ...(SQL.test(path) ? jinjaFindings(text) : []),
      ...ofYaml,
    ],
    settings,
  };
}

/** Of a source that is no text, such as a notebook, nothing else is looked at. */
function emptyIfSource(path: string, bytes: Uint8Array): readonly Finding[] {
  return bytes.length === 0 && isCandidate(path) ? emptySource('') : [];
}

const NO_YAML: CheckedFile = { findings: [], settings: NO_SETTINGS };

function checkYaml(path: string, text: string, size: number): CheckedFile {
  if (size > MAX_YAML_BYTES) return { ...NO_YAML, findings: [notRead(size, MAX_YAML_BYTES)] };
  const parsed = parseYaml(text);
  const duplicates = duplicateKeys(parsed);
  if (path !== CONFIG_PATH) return { ...NO_YAML, findings: duplicates };
  const { settings, findings } = readSettings(parsed);
  return { findings: [...configFindings(parsed), ...duplicates, ...findings], settings };
}
