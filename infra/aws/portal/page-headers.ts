// The portal's security headers (portal/delivery.ts) in CloudFront's words. Some of them must not be custom headers.
import { Aws, Duration, Names } from 'aws-cdk-lib';
import {
  type HeadersFrameOption,
  type HeadersReferrerPolicy,
  ResponseHeadersPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import { securityHeaders } from '../../../portal/delivery.ts';

/** `issuerOrigins`: whom pages ask for tokens. */
export function pageHeaders(
  scope: Construct,
  id: string,
  issuerOrigins: readonly string[],
): ResponseHeadersPolicy {
  const {
    'Content-Security-Policy': contentSecurityPolicy = '',
    'Referrer-Policy': referrerPolicy,
    'X-Content-Type-Options': _nosniff,
    'X-Frame-Options': frameOption,
    ...others
  } = securityHeaders(issuerOrigins);
  const override = true;
  return new ResponseHeadersPolicy(scope, id, {
    responseHeadersPolicyName: globalName(scope),
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy, override },
      contentTypeOptions: { override },
      frameOptions: { frameOption: frameOption as HeadersFrameOption, override },
      referrerPolicy: { referrerPolicy: referrerPolicy as HeadersReferrerPolicy, override },
      strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override },
    },
    customHeadersBehavior: {
      customHeaders: Object.entries(others).map(([header, value]) => ({ header, value, override })),
    },
  });
}

/** Names of CloudFront's are the account's, in all regions together. */
export function globalName(scope: Construct): string {
  return `${Names.uniqueResourceName(scope, { maxLength: 40 })}-${Aws.REGION}`;
}
