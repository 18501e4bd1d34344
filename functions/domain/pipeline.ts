// What a pipeline is and where its files live. Everything here is derived from the three names and the deployment's layout.
import { v5 as uuidv5 } from 'uuid';
import { layout } from './layout.ts';
import { canBeginKeyOf, type NameRules, namesOfKey, prefixOf } from './prefix-template.ts';
import { isReservedKey } from './reserved-keys.ts';

/** One of the deployment's layers. */
export type Layer = string;

/** What `namespace` and `name` must match. */
export const NAME_PATTERN = /^[a-z][a-z0-9_-]{0,127}$/;

export interface Pipeline {
  readonly namespace: string;
  readonly layer: Layer;
  readonly name: string;
}

export type PipelineId = string & { readonly brand: 'PipelineId' };

// A fixed namespace of our own, so that the id follows from the names and needs no registry (RFC 9562 §5.5).
const ID_NAMESPACE = '5f2a5f0e-6d0b-4c5e-9c1d-3e3f6b0f9a71';

/** UUIDv5 of `namespace/layer/name`: the same pipeline always has the same id, everywhere. */
export function pipelineId(pipeline: Pipeline): PipelineId {
  return uuidv5(displayName(pipeline), ID_NAMESPACE) as PipelineId;
}

/** `default/silver/clean_orders`: how messages name a pipeline. */
export function displayName({ namespace, layer, name }: Pipeline): string {
  return `${namespace}/${layer}/${name}`;
}

/** The S3 prefix of the draft, ending in `/`, so that `orders` never matches `orders_eu`. */
export function keyPrefix(pipeline: Pipeline): string {
  return prefixOf(layout().prefix, pipeline);
}

/** In bytes of UTF-8. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
export const MAX_KEY_BYTES = 1_024;

/** The pipeline whose draft the object belongs to; `null` for any other object and for folder placeholders. */
export function pipelineOfKey(key: string): Pipeline | null {
  const names = isPlaceholder(key) || isReservedKey(key) ? null : namesOfKey(layout().prefix, key);
  if (names === null || !isLayer(names.layer)) return null;
  const { namespace, layer, name } = names;
  return NAME_PATTERN.test(namespace) && NAME_PATTERN.test(name) ? { namespace, layer, name } : null;
}

/** Whether keys of pipelines' files can begin so. */
export function canBeginKey(beginning: string): boolean {
  return canBeginKeyOf(layout().prefix, NAME_RULES, beginning);
}

// A part of a name, from its start, is a name itself; `then` may follow it.
const ANY_NAME = {
  is: (text: string) => NAME_PATTERN.test(text),
  canBegin: (text: string, then: string) =>
    text === '' || NAME_PATTERN.test(text.slice(0, Math.max(1, text.length - then.length))),
};
const NAME_RULES: NameRules = {
  namespace: ANY_NAME,
  layer: {
    is: isLayer,
    canBegin: (text, then) => layout().layers.some((layer) => `${layer}${then}`.startsWith(text)),
  },
  name: ANY_NAME,
};

/** Consoles create an empty object `folder/` to show a folder; it is not a file. */
export function isPlaceholder(key: string): boolean {
  return key.endsWith('/');
}

export function isLayer(text: string): boolean {
  return layout().layers.includes(text);
}
