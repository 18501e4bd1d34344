// One origin for browsers: the portal's files from a private bucket, and below /api the API itself, so that nothing
// needs CORS.

import { Aws, Duration, Validations } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AccessLevel,
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  OriginRequestPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  S3OriginAccessControl,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { PAGE } from '../../../portal/build.ts';
import type { Settings } from '../../settings.ts';
import { accept } from '../accept.ts';
import { pageFunctionCode } from './page-function.ts';
import { globalName, pageHeaders } from './page-headers.ts';

export interface PortalDistributionProps {
  readonly bucket: IBucket;
  readonly restApi: RestApi;
  /** Whom pages ask for tokens. */
  readonly issuerOrigins: readonly string[];
  readonly settings: Settings;
}

export function portalDistribution(
  scope: Construct,
  id: string,
  { bucket, restApi, issuerOrigins, settings }: PortalDistributionProps,
): Distribution {
  const distribution = new Distribution(scope, id, {
    comment: `Portal of ${settings.stackName}`,
    defaultBehavior: pages(scope, bucket, issuerOrigins),
    additionalBehaviors: { '/api/*': api(restApi, settings) },
    defaultRootObject: PAGE.slice(1),
    errorResponses: UNCACHED_ERRORS,
    httpVersion: HttpVersion.HTTP2_AND_3,
    // North America and Europe; elsewhere it works as well, from further away.
    priceClass: PriceClass.PRICE_CLASS_100,
    ...ownDomain(scope, settings),
  });
  accept(distribution, {
    CFR1: 'Who may come in is said by the issuer of tokens, not by countries.',
    CFR2: 'The API has its web ACL on the stage (webAclArn); the rest are files that are the same for everybody.',
    CFR3: 'What is asked of the API is in its access log; the rest are files that are the same for everybody.',
    ...(settings.portalDomain === undefined && {
      CFR4: 'CloudFront’s own domain has its own minimum; with portalDomain it is TLS 1.2.',
    }),
  });
  Validations.of(distribution).acknowledge({
    id: 'Annotation::@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk',
    reason: 'The names of the files are no secret, and the root has its object.',
  });
  return distribution;
}

/**
 * CloudFront would keep these for ten seconds, for every caller at that edge, whatever the answer's Cache-Control says. It
 * heeds the `no-store` of all other errors.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html
 */
const UNCACHED_ERRORS = [500, 502, 503, 504].map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) }));

function pages(scope: Construct, bucket: IBucket, issuerOrigins: readonly string[]): BehaviorOptions {
  const originAccessControl = new S3OriginAccessControl(scope, 'FileAccess', {
    originAccessControlName: globalName(scope),
  });
  const showPage = new EdgeFunction(scope, 'ShowPage', {
    functionName: globalName(scope),
    code: FunctionCode.fromInline(pageFunctionCode()),
    runtime: FunctionRuntime.JS_2_0,
    comment: 'The path of a view is answered with the page',
  });
  return {
    // With the right to list, S3 answers 404 for a missing object instead of 403.
    origin: S3BucketOrigin.withOriginAccessControl(bucket, {
      originAccessControl,
      originAccessLevels: [AccessLevel.READ, AccessLevel.LIST],
    }),
    // As long as the file's own Cache-Control says.
    cachePolicy: CachePolicy.CACHING_OPTIMIZED,
    compress: true,
    viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    responseHeadersPolicy: pageHeaders(scope, 'Headers', issuerOrigins),
    functionAssociations: [{ function: showPage, eventType: FunctionEventType.VIEWER_REQUEST }],
  };
}

/** Everything is passed on as it comes, the token too, but for the Host: API Gateway knows itself by its own. */
function api({ restApiId }: RestApi, { stageName }: Settings): BehaviorOptions {
  return {
    // By its ID and not by its stage, which waits for the authorizer, and that for the client with this portal's address.
    origin: new HttpOrigin(`${restApiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`, {
      originPath: `/${stageName}`,
    }),
    allowedMethods: AllowedMethods.ALLOW_ALL,
    cachePolicy: CachePolicy.CACHING_DISABLED,
    originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
    // A redirect would come after the token had gone over the wire in the clear.
    viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
  };
}

function ownDomain(scope: Construct, { portalDomain, portalCertificateArn }: Settings) {
  if (portalDomain === undefined || portalCertificateArn === undefined) return {};
  const certificate = Certificate.fromCertificateArn(scope, 'Certificate', portalCertificateArn);
  return {
    domainNames: [portalDomain],
    certificate,
    minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
  };
}
