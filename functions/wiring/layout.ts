// For functions that need the layout and no store.
import { readLayout } from '../config.ts';
import { setLayout } from '../domain/layout.ts';

export function wireLayout(environment = process.env): void {
  setLayout(readLayout(environment));
}
