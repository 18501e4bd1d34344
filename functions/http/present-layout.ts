// The deployment's layout as it goes over the wire (replies.ts).
import { layout } from '../domain/layout.ts';

export function presentLayout() {
  const { sources, layers, prefix } = layout();
  return { sources, layers, prefix: prefix.text };
}
