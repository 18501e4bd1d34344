import { expect, test } from 'vitest';
import { keyPrefix } from '../../../functions/domain/pipeline.ts';
import { findHidden } from '../../../functions/usecases/find-hidden.ts';
import { type Desk, PIPELINE, setUpDesk } from './desk.ts';

/** A bucket that lists nothing below `tests/`, as MinIO's beside an object `tests`; `lists` counts. */
function hiding(desk: Desk, beforeSecondList: () => unknown = () => {}) {
  const lists = { count: 0 };
  const { files } = desk.deps;
  const deps: Desk['deps'] = {
    ...desk.deps,
    files: {
      ...files,
      async listContent(pipeline) {
        lists.count += 1;
        if (lists.count === 2) await beforeSecondList();
        return (await files.listContent(pipeline)).filter(({ path }) => !path.startsWith('tests/'));
      },
    },
  };
  return { deps, lists };
}

function desk(): Desk {
  const made = setUpDesk();
  made.saveAll(['pipeline.sql', 'tests/quality/a.sql', 'tests/quality/b.sql']);
  return made;
}

test('files that are there and not listed are hidden', async () => {
  const { deps } = hiding(desk());

  expect(await findHidden(deps, PIPELINE, ['pipeline.sql', 'tests/quality/a.sql'])).toEqual([
    'tests/quality/a.sql',
  ]);
});

test('where all paths are listed, one list is enough', async () => {
  const { deps, lists } = hiding(desk());

  expect(await findHidden(deps, PIPELINE, ['pipeline.sql'])).toEqual([]);
  expect(lists.count).toBe(1);
});

test('what is not there is not hidden, and needs no second list', async () => {
  const { deps, lists } = hiding(desk());

  expect(await findHidden(deps, PIPELINE, ['pipeline.sql', 'tests/quality/none.sql'])).toEqual([]);
  expect(lists.count).toBe(1);
});

test('a file that others save or delete meanwhile is not taken for hidden', async () => {
  const made = desk();
  const { deps } = hiding(made, () => {
    made.save('tests/quality/a.sql', 'saved by others');
    made.bucket.delete(`${keyPrefix(PIPELINE)}tests/quality/b.sql`);
  });

  expect(await findHidden(deps, PIPELINE, ['tests/quality/a.sql', 'tests/quality/b.sql'])).toEqual([]);
});
