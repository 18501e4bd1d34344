// The module listens to a window; its store is made here on a storage of its own.
import { expect, test } from 'vitest';
import { createUnsavedTexts, type UnsavedText } from '../../../portal/code/files/unsaved-texts.ts';

const text: UnsavedText = { text: 'SELECT 1', base: 'etag', lineBreak: '\n', hasBom: false };

function storageOf(room: number) {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    key: (index: number) => [...items.keys()][index] ?? null,
    getItem: (key: string) => items.get(key) ?? null,
    removeItem: (key: string) => void items.delete(key),
    setItem(key: string, value: string) {
      if (value.length > room) throw new DOMException('full', 'QuotaExceededError');
      items.set(key, value);
    },
  };
}

test('what is unsaved outlives the page, each pipeline for itself, without the state of its saving', () => {
  const storage = storageOf(1_000);
  const first = createUnsavedTexts(storage, 'unsaved a ');
  createUnsavedTexts(storage, 'unsaved b ').put('x.sql', text);
  first.put('a b.sql', { ...text, isSaving: true, error: new Error('lost') });
  first.put('gone.sql', text);
  first.drop('gone.sql');

  const again = createUnsavedTexts(storage, 'unsaved a ');

  expect([...again.all()]).toEqual([['a b.sql', { ...text, isRestored: true }]]);
});

test('text that the storage has no room for is kept by the page alone, and an older one does not come back', () => {
  const storage = storageOf(100);
  const texts = createUnsavedTexts(storage, 'unsaved a ');
  texts.put('x.sql', text);
  texts.change('x.sql', { text: 'x'.repeat(200) });

  expect(texts.isKept()).toBe(false);
  expect(texts.all().get('x.sql')?.text).toHaveLength(200);
  expect(createUnsavedTexts(storage, 'unsaved a ').all().size).toBe(0);
  texts.drop('x.sql');
  expect(texts.isKept()).toBe(true);
});
