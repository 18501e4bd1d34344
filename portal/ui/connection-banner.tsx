// A banner while the service cannot be reached.
import { useIsReachable } from '../service/connection.ts';

export function ConnectionBanner() {
  const reachable = useIsReachable();
  return (
    <div role="status" class="connection">
      {!reachable && (
        <p>Connection lost: {location.host} cannot be reached. Trying again; your text is kept.</p>
      )}
    </div>
  );
}
