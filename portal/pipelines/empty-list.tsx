// Stands in for a list without rows.

/** Says how to begin: saving its first file makes a pipeline. */
export function NoPipelines() {
  return (
    <div class="empty first-steps">
      <h2>There are no pipelines yet</h2>
      <p>
        A pipeline is a folder in the bucket. Put its <code>pipeline.sql</code> or <code>pipeline.py</code>{' '}
        under <code>{'{namespace}/pipelines/{layer}/{name}/'}</code>, such as
      </p>
      <p>
        <code>default/pipelines/silver/clean_orders/pipeline.sql</code>
      </p>
      <p>It appears here moments later, ready to be published.</p>
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
