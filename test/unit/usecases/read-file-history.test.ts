// Which versions changed a file: by the content of their pins, page after page.
import { expect, test } from 'vitest';
import { changesByPath } from '../../../functions/domain/comparison.ts';
import { LOOKED_AT, readFileHistory } from '../../../functions/usecases/read-file-history.ts';
import { readVersions } from '../../../functions/usecases/read-versions.ts';
import { seededRandom } from '../../support/random.ts';
import { type Desk, PIPELINE, setUpDesk } from './desk.ts';

const PATH = 'tests/quality/a.sql';

/** As a client reads it, page after page. */
async function historyOf(desk: Desk, path = PATH, limits = LOOKED_AT) {
  const found: string[] = [];
  const pages: number[] = [];
  let below: number | undefined;
  do {
    const page = await readFileHistory(desk.deps, PIPELINE, path, { below }, limits);
    let rows = 0;
    for await (const { number, change } of page.versions) {
      rows += 1;
      found.push(`v${number} ${change}`);
    }
    pages.push(rows);
    const end = page.comparedDownTo();
    expect(end).toBeLessThan(below ?? Number.POSITIVE_INFINITY);
    below = end;
  } while (below > 1);
  return { found, pages };
}

test('what added, modified and removed it, and not what only saved it again or left it alone', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  await desk.publish();
  desk.save(PATH, 'SELECT 1');
  await desk.publish();
  desk.save(PATH, 'SELECT 1');
  await desk.publish();
  desk.save('pipeline.sql', 'SELECT 2');
  await desk.publish();
  desk.save(PATH, 'SELECT 2');
  await desk.publish();
  desk.remove(PATH);
  await desk.publish();
  await desk.rollback(2);

  expect((await historyOf(desk)).found).toEqual(['v7 added', 'v6 removed', 'v5 modified', 'v2 added']);
  expect((await historyOf(desk, 'pipeline.sql')).found).toEqual(['v7 modified', 'v4 modified', 'v1 added']);
  expect((await historyOf(desk, 'tests/quality/none.sql')).found).toEqual([]);
});

test('whatever one request looks at, the pages together say the same as all pairs of neighbours', async () => {
  const random = seededRandom();
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  for (let n = 1; n <= 30; n++) {
    const dice = random();
    if (dice < 0.3) desk.save(PATH, `SELECT ${Math.floor(random() * 3)}`);
    else if (dice < 0.45) desk.remove(PATH);
    else desk.save('pipeline.sql', `SELECT ${n}`);
    if (n > 3 && dice > 0.85) await desk.rollback(1 + Math.floor(random() * 3));
    else await desk.publish();
  }
  const { versions } = await readVersions(desk.deps, PIPELINE, { expected: 50 });
  const all = await Array.fromAsync(versions);
  const wanted = all.flatMap(({ number, files }, index) => {
    const before = all[index + 1]?.files ?? [];
    const change = changesByPath(before, files).find(({ path }) => path === PATH)?.change ?? 'unchanged';
    return change === 'unchanged' ? [] : [`v${number} ${change}`];
  });

  expect(wanted.length).toBeGreaterThan(3);
  for (const limits of [
    LOOKED_AT,
    { versions: 1, pins: 99 },
    { versions: 7, pins: 99 },
    { versions: 99, pins: 1 },
  ])
    expect((await historyOf(desk, PATH, limits)).found).toEqual(wanted);
  expect((await historyOf(desk, PATH, { versions: 1, pins: 99 })).pages).toHaveLength(30);
});

test('a pipeline that was never published has no history of a file', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');

  const { total } = await readFileHistory(desk.deps, PIPELINE, PATH, {});

  expect(total).toBe(0);
  expect(await historyOf(desk)).toEqual({ found: [], pages: [0] });
});
