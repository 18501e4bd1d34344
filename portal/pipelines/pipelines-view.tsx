import { useTitle } from '../ui/title.ts';
export function PipelinesView() {
  useTitle('Pipelines');
  return <h1>Pipelines</h1>;
}
