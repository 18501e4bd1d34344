// Stands in for a list without rows.
import { Fragment } from 'preact';
import { CreateButton } from '../create/create-button.tsx';
import { useLayout } from '../service/layout-query.ts';

/** Says how to begin: saving its first file makes a pipeline. */
export function NoPipelines() {
  const { sources, layers, prefix } = useLayout();
  const names: Readonly<Record<string, string | undefined>> = {
    namespace: 'default',
    layer: layers.includes('silver') ? 'silver' : layers[0],
    name: 'clean_orders',
  };
  const example = prefix.replaceAll(/\{(\w+)\}/g, (_, name: string) => `${names[name]}`);
  const shown = sources.toReversed();
  return (
    <div class="empty first-steps">
      <h2>There are no pipelines yet</h2>
      <p>
        A pipeline is a folder in the bucket. Put its{' '}
        {shown.map((source, index) => (
          <Fragment key={source}>
            {index > 0 && ' or '}
            <code>{source}</code>
          </Fragment>
        ))}{' '}
        under <code>{prefix}</code>, such as
      </p>
      <p>
        <code>
          {example}
          {shown[0]?.replaceAll('*', 'clean_orders')}
        </code>
      </p>
      <p>It appears here moments later, ready to be published. Or begin here:</p>
      <CreateButton />
    </div>
  );
}

export function NoMatch({ onClear }: { readonly onClear: () => void }) {
  return (
    <div class="empty no-match">
      <h2>No pipeline matches</h2>
      <p>All words must be in the name, the last message or its author.</p>
      <button type="button" onClick={onClear}>
        Clear filters
      </button>
    </div>
  );
}
