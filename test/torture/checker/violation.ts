// What a check says.
import type { History } from '../history/history.ts';
import type { Before, Claim } from './order.ts';

export interface Violation {
  /** As DESIGN.md §3 numbers them, or what else is promised. */
  readonly promise: string;
  readonly text: string;
}

/** Plain violations, and what is known about the order of instants. */
export interface Findings {
  readonly violations: readonly Violation[];
  readonly known: readonly Before[];
  readonly claims: readonly Claim[];
}

export type Check = (history: History) => readonly Violation[];

export function violation(promise: string, text: string): readonly Violation[] {
  return [{ promise, text }];
}
