// By itself, so that the guide's test of costs reads it without the types of a browser.

/** How often a page polls, in milliseconds. Changes by others should show within five seconds. */
export const POLL_MS = 2_500;
