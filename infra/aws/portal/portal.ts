// The portal in AWS, where a setting asks for it: files, the distribution in front of them and of the API, and how
// people sign in.
import { Construct } from 'constructs';
import { CALLBACK_PATH } from '../../../portal/delivery.ts';
import type { Settings } from '../../settings.ts';
import type { Api } from '../api.ts';
import type { Tokens } from '../authorizers.ts';
import { privateBucket } from '../private-bucket.ts';
import { portalDistribution } from './portal-distribution.ts';
import { signInOf } from './sign-in.ts';
import { uploadFiles } from './upload-files.ts';

export interface PortalProps {
  readonly api: Api;
  readonly tokens: Tokens;
  readonly settings: Settings;
}

export class Portal extends Construct {
  readonly url: string;
  /** Where the issuer sends people back to. */
  readonly callbackUrl: string;
  readonly distributionDomain: string;

  constructor(scope: Construct, id: string, { api, tokens, settings }: PortalProps) {
    super(scope, id);
    const { issuerOrigins, configFor } = signInOf(this, settings, tokens);
    const bucket = privateBucket(this, 'Files', {
      withoutAccessLog: 'Its files are the same for everybody, and only deployments write them.',
      settings,
    });
    const { distributionDomainName } = portalDistribution(this, 'Distribution', {
      bucket,
      restApi: api.restApi,
      issuerOrigins,
      settings,
    });
    const url = `https://${settings.portalDomain ?? distributionDomainName}`;
    uploadFiles(this, 'Upload', { bucket, config: configFor(url), settings });

    this.url = url;
    this.callbackUrl = `${url}${CALLBACK_PATH}`;
    this.distributionDomain = distributionDomainName;
  }
}
