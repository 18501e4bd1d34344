// Unsaved text, by file. It survives a change to another file or view of this page, and in sessionStorage a reload or a
// crash.
import { useSyncExternalStore } from 'preact/compat';
import { useMemo } from 'preact/hooks';
import { askBeforeClosing } from '../../service/leaving.ts';
import { type PipelineId, pathOf } from '../../service/pipeline-id.ts';
import type { TextForm } from './text-form.ts';

interface KeptText extends TextForm {
  readonly text: string;
  /** The ETag of the file that the person began to edit. */
  readonly base: string;
}

export interface UnsavedText extends KeptText {
  /** It was typed before the page was loaded. */
  readonly isRestored?: boolean;
  readonly isSaving?: boolean;
  /** Shown side by side with the saved file. */
  readonly isComparing?: boolean;
  /** Why the last save failed. */
  readonly error?: Error | null;
}

export interface UnsavedTexts {
  readonly all: () => ReadonlyMap<string, UnsavedText>;
  readonly put: (path: string, text: UnsavedText) => void;
  /** Does nothing if the file has no unsaved text. */
  readonly change: (path: string, change: Partial<UnsavedText>) => void;
  readonly drop: (...paths: readonly string[]) => void;
  /** Whether all of it survives a reload. */
  readonly isKept: () => boolean;
  readonly subscribe: (listener: () => void) => () => void;
}

type TextStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** `prefix` separates pipelines in one storage. `onChange` runs before the subscribers. */
export function createUnsavedTexts(storage: TextStorage, prefix: string, onChange = () => {}): UnsavedTexts {
  const listeners = new Set<() => void>();
  const refused = new Set<string>();
  let texts: ReadonlyMap<string, UnsavedText> = restored(storage, prefix);

  function replace(path: string, text: UnsavedText | undefined): void {
    const others = [...texts].filter(([other]) => other !== path);
    texts = new Map(text === undefined ? others : [...others, [path, text]]);
    if (text === undefined || keep(storage, prefix + path, text)) refused.delete(path);
    else refused.add(path);
    if (text === undefined) storage.removeItem(prefix + path);
    onChange();
    for (const listener of listeners) listener();
  }

  return {
    all: () => texts,
    put: replace,
    change(path, change) {
      const known = texts.get(path);
      if (known !== undefined) replace(path, { ...known, ...change });
    },
    drop(...paths) {
      for (const path of paths) if (texts.has(path)) replace(path, undefined);
    },
    isKept: () => refused.size === 0,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * `false` if the storage is full. Then it also drops the stored text, so that a reload does not restore an older one.
 */
function keep(storage: TextStorage, key: string, { text, base, lineBreak, hasBom }: KeptText): boolean {
  try {
    storage.setItem(key, JSON.stringify({ text, base, lineBreak, hasBom }));
    return true;
  } catch {
    storage.removeItem(key);
    return false;
  }
}

function restored(storage: TextStorage, prefix: string): ReadonlyMap<string, UnsavedText> {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
  return new Map(
    keys
      .filter((key) => key.startsWith(prefix))
      .map((key) => {
        const kept = JSON.parse(storage.getItem(key) ?? '') as KeptText;
        return [key.slice(prefix.length), { ...kept, isRestored: true }];
      }),
  );
}

const ofPipelines = new Map<string, UnsavedTexts>();

export function unsavedTexts(id: PipelineId): UnsavedTexts {
  const name = pathOf(id);
  const texts = ofPipelines.get(name) ?? createUnsavedTexts(sessionStorage, `unsaved ${name} `, watchClosing);
  ofPipelines.set(name, texts);
  watchClosing();
  return texts;
}

function watchClosing(): void {
  askBeforeClosing([...ofPipelines.values()].some((texts) => texts.all().size > 0));
}

export function useUnsavedTexts(id: PipelineId): ReadonlyMap<string, UnsavedText> {
  const { subscribe, all } = unsavedTexts(id);
  return useSyncExternalStore(subscribe, all);
}

/** Returns the same set until a file joins or leaves it, so that typing does not redraw the tree. */
export function useUnsavedPaths(id: PipelineId): ReadonlySet<string> {
  const { subscribe, all } = unsavedTexts(id);
  // A path with a line break cannot be opened.
  const paths = useSyncExternalStore(subscribe, () => [...all().keys()].sort().join('\n'));
  return useMemo(() => new Set(paths.split('\n').filter(Boolean)), [paths]);
}
