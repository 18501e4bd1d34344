/** As users type it, and as scripts of shells call it. */
export const PROGRAM = 'pipeline-versioning';

/** Asked by the scripts of `completion`, and by nobody else. */
export const HIDDEN_COMMAND = 'complete';
