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
