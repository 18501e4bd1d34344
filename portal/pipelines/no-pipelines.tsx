// How to begin: a pipeline is there as soon as its first file is.
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
