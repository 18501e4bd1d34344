// One happening: where, what, by whom and when.
import { Link } from 'wouter-preact';
import type { FeedEvent } from '../../client/types.ts';
import { RelativeTime } from '../ui/relative-time.tsx';

export function ActivityRow({ event }: { readonly event: FeedEvent }) {
  const { pipeline, namespace, version_number: number, message, created_by, time } = event;
  return (
    <li>
      <div class="head">
        {pipeline === null ? (
          <span class="title">Namespace {namespace}</span>
        ) : (
          <Link class="title" href={`/pipelines/${pipeline}${number === null ? '' : `/versions/${number}`}`}>
            {pipeline} {number !== null && <span class="number">v{number}</span>}
          </Link>
        )}
        <Badges event={event} />
      </div>
      {message !== null && <p class="message">{message.split('\n', 1)[0]}</p>}
      <p class="faint">
        {created_by !== null && `${created_by} · `}
        <RelativeTime time={time} />
      </p>
    </li>
  );
}

function Badges({ event: { type, rollback_of, checks, until } }: { readonly event: FeedEvent }) {
  return (
    <>
      {type.endsWith('.frozen') && (
        <span class="badge changed">frozen{until && ` until ${new Date(until).toLocaleString()}`}</span>
      )}
      {type.endsWith('.unfrozen') && <span class="badge none">no longer frozen</span>}
      {rollback_of !== null && <span class="badge none">rollback of v{rollback_of}</span>}
      {(checks === 'failed' || checks === 'skipped') && <span class="badge failed">checks {checks}</span>}
    </>
  );
}
