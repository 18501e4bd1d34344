// A mutant counts as killed once a property fails, so no smaller counterexample is looked for. The seed is fixed: the
// score depends on the code and its tests alone.
import { configureGlobal } from 'fast-check';

configureGlobal({ endOnFailure: true, seed: 1 });
