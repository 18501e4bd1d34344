// The page before sign-in: a few words and at most one button.
import { render } from 'preact';
import './plain-page.css';

export interface PlainPageProps {
  readonly title: string;
  readonly words?: string;
  readonly button?: string;
  readonly onPress?: () => void;
}

/** Never resolves: the button leaves the page. */
export function showPage(props: PlainPageProps): Promise<never> {
  document.title = `${props.title} · Pipelines`;
  render(<PlainPage {...props} />, document.getElementById('app') as HTMLElement);
  return new Promise<never>(() => undefined);
}

function PlainPage({ title, words, button, onPress }: PlainPageProps) {
  return (
    <main class="empty plain-page">
      <h1>{title}</h1>
      {words && <p role="alert">{words}</p>}
      {button && (
        <button type="button" class="primary" onClick={onPress}>
          {button}
        </button>
      )}
    </main>
  );
}
