// The order of lists of pipelines.
import { expect, test } from 'vitest';
import { byPath } from '../../client/pipeline-order.ts';

const listed = (layer: string, name = 'a') => ({
  ...{ namespace: 'team', layer, name },
  ...{ draft_dirty: false, published_at: null },
});

test.each([
  ['as the deployment orders them', ['bronze', 'silver', 'gold'], ['bronze', 'silver', 'gold']],
  ['that are not known, after the others and by name', ['silver'], ['silver', 'bronze', 'gold']],
  ['of which none is known, by name', [], ['bronze', 'gold', 'silver']],
])('layers %s', (_case, layers, expected) => {
  const rows = ['gold', 'silver', 'bronze'].flatMap((layer) => [listed(layer, 'b'), listed(layer)]);

  const sorted = rows.toSorted(byPath(layers));

  expect(sorted.map(({ layer, name }) => `${layer} ${name}`)).toEqual(
    expected.flatMap((layer) => [`${layer} a`, `${layer} b`]),
  );
});
