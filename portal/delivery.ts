// How the portal's files are to be sent, wherever they are served from: npm start or CloudFront.

/** The paths of views: each shows the same page. Everything else is a file, or belongs to the API. */
export const PAGE_PATHS = /^\/(pipelines\/.*|signed-in)?$/;

/**
 * Paths at which the portal has nothing. A browser that asks for one gets the page, which says so. Files have a dot in
 * their name, and the API answers below its own paths.
 */
export const NO_PAGE_PATHS = /^\/(?!api\/|_events\/|health$)[^.]*$/;

/** Where the issuer of tokens sends people back to. */
export const CALLBACK_PATH = '/signed-in';

/** At sign-out the portal asks for this path; its answer has the browser clear its cache of this origin. */
export const CLEAR_CACHE_PATH = '/clear-cache';

/** What a page may load and talk to: its own origin, and with sign-in the issuer of the tokens. */
export function contentSecurityPolicy(issuerOrigins: readonly string[] = []): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    ['connect-src', "'self'", ...issuerOrigins].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

export function securityHeaders(issuerOrigins: readonly string[] = []): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(issuerOrigins),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  };
}
