// What a pipeline is and where its files live. Everything here is derived from the three names.
import { v5 as uuidv5 } from 'uuid';

export const LAYERS = ['bronze', 'silver', 'gold'] as const;
export type Layer = (typeof LAYERS)[number];

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
export function keyPrefix({ namespace, layer, name }: Pipeline): string {
  return `${namespace}/pipelines/${layer}/${name}/`;
}

/** In bytes of UTF-8. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
export const MAX_KEY_BYTES = 1_024;

const KEY_PATTERN = /^([^/]+)\/pipelines\/([^/]+)\/([^/]+)\/(.+)$/s;

/** The pipeline whose draft the object belongs to; `null` for any other object and for folder placeholders. */
export function pipelineOfKey(key: string): Pipeline | null {
  const [, namespace, layer, name] = KEY_PATTERN.exec(key) ?? [];
  if (namespace === undefined || name === undefined || !isLayer(layer) || isPlaceholder(key)) return null;
  if (!NAME_PATTERN.test(namespace) || !NAME_PATTERN.test(name)) return null;
  return { namespace, layer, name };
}

/** Whether keys of pipelines' files can begin so. Segments count whole: `team/pipelinesX` cannot, `team/pipe` can. */
export function canBeginKey(prefix: string): boolean {
  const segments = prefix.split('/');
  const last = segments.length - 1;
  return SEGMENTS.slice(0, segments.length).every((segment, index) => {
    const text = segments[index] ?? '';
    return index < last ? segment.is(text) : segment.canBegin(text);
  });
}

// A part of a name, from its start, is a name itself.
const NAME_SEGMENT = {
  is: (text: string) => NAME_PATTERN.test(text),
  canBegin: (text: string) => text === '' || NAME_PATTERN.test(text),
};
const oneOf = (names: readonly string[]) => ({
  is: (text: string) => names.includes(text),
  canBegin: (text: string) => names.some((name) => name.startsWith(text)),
});
/** What comes before the path of the file, which can be anything. */
const SEGMENTS = [NAME_SEGMENT, oneOf(['pipelines']), oneOf(LAYERS), NAME_SEGMENT];

/** Consoles create an empty object `folder/` to show a folder; it is not a file. */
export function isPlaceholder(key: string): boolean {
  return key.endsWith('/');
}

function isLayer(value: string | undefined): value is Layer {
  return LAYERS.some((layer) => layer === value);
}
