import { Link } from 'wouter-preact';

export function NotFound() {
  return (
    <div class="empty">
      <h1>There is nothing at this address</h1>
      <p>
        <Link href="/">All pipelines</Link>
      </p>
    </div>
  );
}
