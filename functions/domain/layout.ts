// What makes a directory a pipeline, and where it lies: settings of the deployment. One process serves one deployment, so
// its layout is set once, before the first request, and every key and every source is derived from it.
import { type PrefixTemplate, prefixOf, prefixProblem, prefixTemplate } from './prefix-template.ts';
import { RELEASES_PREFIX } from './reserved-keys.ts';
import { sourceProblem } from './source-patterns.ts';

export interface Layout {
  /** Patterns of the file that runs; the first that is there does. */
  readonly sources: readonly string[];
  /** In the order in which people read them. */
  readonly layers: readonly string[];
  readonly prefix: PrefixTemplate;
}

/** A layout as people write it. */
export interface LayoutSettings {
  readonly sources: readonly string[];
  readonly layers: readonly string[];
  readonly prefix: string;
}

export const DEFAULT_LAYOUT_SETTINGS: LayoutSettings = {
  sources: ['pipeline.py', 'pipeline.sql'],
  layers: ['bronze', 'silver', 'gold'],
  prefix: '{namespace}/pipelines/{layer}/{name}/',
};

export interface LayoutProblem {
  readonly setting: keyof LayoutSettings;
  /** Goes on from the setting's name. */
  readonly problem: string;
}

const MAX_SOURCES = 16;
const MAX_LAYERS = 32;
const LAYER_PATTERN = /^[a-z][a-z0-9_-]{0,63}$/;

export function layoutProblems({ sources, layers, prefix }: LayoutSettings): readonly LayoutProblem[] {
  const ofPrefix = prefixProblem(prefix);
  return [
    ...listProblems('sources', sources, MAX_SOURCES, 'pipeline.py,pipeline.sql'),
    ...itemProblems('sources', sources, sourceProblem),
    ...listProblems('layers', layers, MAX_LAYERS, 'bronze,silver,gold'),
    ...itemProblems('layers', layers, layerProblem),
    ...(ofPrefix === null
      ? []
      : [{ setting: 'prefix', problem: `${ofPrefix}: ${JSON.stringify(prefix)}` } as const]),
  ];
}

/** Whether releases can be in the bucket of pipelines that are so; what is wrong goes on from the setting's name. */
export function releasesProblem({ layers, prefix }: LayoutSettings): string | null {
  const of = (layer: string) => prefixOf(prefixTemplate(prefix), { namespace: 'n', layer, name: 'n' });
  return layers.some((layer) => of(layer).startsWith(RELEASES_PREFIX))
    ? 'would lie among the files of the layer releases; give releases a bucket of their own, or the layer another name'
    : null;
}

function listProblems(
  setting: 'sources' | 'layers',
  items: readonly string[],
  most: number,
  example: string,
): readonly LayoutProblem[] {
  if (items.length === 0) return [{ setting, problem: `must not be empty; write it as ${example}` }];
  if (items.length > most) return [{ setting, problem: `may be ${most} at most` }];
  const twice = items.find((item, index) => items.indexOf(item) !== index);
  return twice === undefined
    ? []
    : [{ setting, problem: `has ${JSON.stringify(twice)} twice; remove one of them` }];
}

function itemProblems(
  setting: 'sources' | 'layers',
  items: readonly string[],
  problemOf: (item: string) => string | null,
): readonly LayoutProblem[] {
  return items.flatMap((item) => {
    const problem = problemOf(item);
    return problem === null ? [] : [{ setting, problem: `${JSON.stringify(item)} ${problem}` }];
  });
}

function layerProblem(layer: string): string | null {
  return LAYER_PATTERN.test(layer)
    ? null
    : 'must start with a-z and have 1 to 64 characters of a-z, 0-9, _ and -';
}

/** Throws an error with a line for each problem. */
export function layoutOf(settings: LayoutSettings): Layout {
  const problems = layoutProblems(settings);
  if (problems.length > 0)
    throw new Error(problems.map(({ setting, problem }) => `${setting}: ${problem}`).join('\n'));
  return { sources: settings.sources, layers: settings.layers, prefix: prefixTemplate(settings.prefix) };
}

/** `a,b` with spaces around its commas, as flags and variables carry lists. */
export function listOfText(text: string): readonly string[] {
  return text.trim() === '' ? [] : text.split(',').map((item) => item.trim());
}

export const DEFAULT_LAYOUT = layoutOf(DEFAULT_LAYOUT_SETTINGS);

let ofThisProcess = DEFAULT_LAYOUT;

/** Of the deployment that this process serves. */
export function layout(): Layout {
  return ofThisProcess;
}

export function isDefaultLayout(): boolean {
  return ofThisProcess === DEFAULT_LAYOUT;
}

/** Called where a process learns its settings, before anything asks for a key. */
export function setLayout(chosen: Layout): void {
  const isDefault = JSON.stringify(chosen) === JSON.stringify(DEFAULT_LAYOUT);
  ofThisProcess = isDefault ? DEFAULT_LAYOUT : chosen;
}
