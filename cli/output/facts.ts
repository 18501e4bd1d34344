// What is known of one thing: a name and a value in each line.
import type { Screen } from './screen.ts';
import { type Cell, table } from './table.ts';

export type Fact = readonly [name: string, value: string | Cell];

export function renderFacts(facts: readonly Fact[], screen: Screen): string {
  return table(
    facts.map(([name, value]) => [{ text: name, paint: screen.dim }, value]),
    screen,
  );
}
