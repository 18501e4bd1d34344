// The frame around every view, and the view of each address.
import { Link, Route, Router, Switch } from 'wouter-preact';
import { useArrival } from './service/arriving.ts';
import { aroundNavigation } from './service/leaving.ts';
import type { Person } from './sign-in/open-session.ts';
import { ConnectionBanner } from './ui/connection-banner.tsx';
import { NotFound } from './ui/not-found.tsx';
import { onDemand, onDemandAhead } from './ui/on-demand.tsx';
import { ThemeSwitch } from './ui/theme-switch.tsx';

const loadPipelines = async () => (await import('./pipelines/pipelines-view.tsx')).PipelinesView;
const loadActivity = async () => (await import('./activity/activity-view.tsx')).ActivityView;
const loadPipeline = async () => (await import('./pipeline-view.tsx')).PipelineView;

const PipelinesView = onDemandAhead('the list', loadPipelines);
const ActivityView = onDemand('the activity', loadActivity);
const PipelineView = onDemandAhead('the pipeline', loadPipeline);

/** Begins to load the view of this address, while the page still asks whether to sign in. */
export async function beginToLoad(path: string): Promise<void> {
  if (path === '/') await loadPipelines();
  else if (path === '/activity') await loadActivity();
  else await loadPipeline();
}

export function App({ person }: { readonly person: Person | undefined }) {
  useArrival();
  return (
    <Router aroundNav={aroundNavigation}>
      <a class="skip-link" href="#main">
        Skip to content
      </a>
      <header class="top">
        <Link href="/" class="home">
          <img src="/favicon.svg" alt="" />
          Pipelines
        </Link>
        <Link href="/activity">Activity</Link>
        <span class="spread" />
        {person && (
          <span class="person">
            <span class="faint">{person.name}</span>
            <button type="button" class="quiet" onClick={person.signOut}>
              Sign out
            </button>
          </span>
        )}
        <ThemeSwitch />
      </header>
      <ConnectionBanner />
      <main id="main" tabIndex={-1}>
        <Switch>
          <Route path="/">
            <PipelinesView />
          </Route>
          <Route path="/activity">
            <ActivityView />
          </Route>
          <Route path="/pipelines/:namespace/:layer/:name/*?">
            {({ namespace, layer, name, '*': rest = '' }) => (
              <PipelineView namespace={namespace} layer={layer} name={name} view={rest} />
            )}
          </Route>
          <Route>
            <NotFound />
          </Route>
        </Switch>
      </main>
    </Router>
  );
}
