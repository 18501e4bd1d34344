// What happened, over all pipelines that the person may read, newest first.

import { ErrorNotice } from '../ui/error-notice.tsx';
import { Loading } from '../ui/loading.tsx';
import { useTitle } from '../ui/title.ts';
import { ActivityRow } from './activity-row.tsx';
import { useFeed } from './use-feed.ts';
import './activity.css';

export function ActivityView() {
  useTitle('Activity');
  const { events, error, isLoadingOlder, loadOlder, retry } = useFeed();
  return (
    <section class="activity" aria-labelledby="activity">
      <h1 id="activity">Activity</h1>
      <ErrorNotice error={error} onRetry={retry} />
      {events === undefined && error === null && <Loading what="what happened" />}
      {events?.length === 0 && loadOlder === undefined && (
        <p class="faint">Nothing has happened yet: no version was published, and nothing was frozen.</p>
      )}
      <ol>
        {events?.map((event) => (
          <ActivityRow key={event.id} event={event} />
        ))}
      </ol>
      {loadOlder && (
        <button type="button" aria-disabled={isLoadingOlder} onClick={loadOlder}>
          {isLoadingOlder ? 'Loading …' : 'Show older'}
        </button>
      )}
    </section>
  );
}
