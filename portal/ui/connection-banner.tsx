// Says that the service is out of reach, and nothing once it is back.
import { useIsReachable } from '../service/connection.ts';

export function ConnectionBanner() {
  const reachable = useIsReachable();
  return (
    <div role="status" class="connection">
      {!reachable && (
        <p>
          Connection lost: {location.host} cannot be reached. Trying again; what you have written is kept.
        </p>
      )}
    </div>
  );
}
