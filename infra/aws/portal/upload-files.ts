// Puts the portal's build, the packages, and what /config.json says, into the bucket. Nothing is removed: a page that is
// open while a deployment runs still loads the parts it was built with.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Stack, Stage } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, type ISource, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { buildPackagesSync } from '../../../cli/package/packages.ts';
import { buildPortalSync, PAGE, type PortalFile } from '../../../portal/build.ts';
import type { Settings } from '../../settings.ts';
import { accept } from '../accept.ts';
import { serviceLogGroup } from '../log-group.ts';
import { uploaderRole } from './uploader-role.ts';

export interface UploadFilesProps {
  readonly bucket: IBucket;
  /** May have values in it that only a deployment knows. */
  readonly config: object;
  readonly settings: Settings;
}

type Files = readonly (readonly [path: string, file: PortalFile])[];

export function uploadFiles(
  scope: Construct,
  id: string,
  { bucket, config, settings }: UploadFilesProps,
): void {
  const home = new Construct(scope, id);
  const logGroup = serviceLogGroup(home, 'Logs', settings);

  const role = uploaderRole(home, 'Role', bucket, logGroup);

  function upload(
    name: string,
    cacheControl: string,
    sources: ISource[],
    contentType?: string,
  ): BucketDeployment {
    return new BucketDeployment(home, name, {
      destinationBucket: bucket,
      sources,
      cacheControl: [CacheControl.fromString(cacheControl)],
      ...(contentType && { contentType }),
      prune: false,
      memoryLimit: 512,
      logGroup,
      role,
    });
  }

  const all = [...buildPortalSync()];
  const { cacheControl } = all.find(([path]) => path === PAGE)?.[1] ?? fail();
  const isFresh = ([, file]: Files[number]) => file.cacheControl === cacheControl;
  const lasting = Map.groupBy(
    all.filter((entry) => !isFresh(entry)),
    ([, file]) => file.cacheControl,
  );
  const before = [...lasting].map(([kept, files], index) =>
    upload(`Lasting${index}`, kept, [sourceOf(home, `lasting-${index}`, files)]),
  );
  const packages = [...buildPackagesSync()];
  const versioned = packages.filter((entry) => !isFresh(entry));
  const [, { cacheControl: kept, contentType }] = versioned[0] ?? fail();
  before.push(upload('Packages', kept, [sourceOf(home, 'packages', versioned)], contentType));
  const page = upload('Page', cacheControl, [
    sourceOf(home, 'page', [...all, ...packages].filter(isFresh)),
    Source.jsonData('config.json', config),
  ]);
  // The page and the index name the other files.
  page.node.addDependency(...before);
  acceptRuntime(Stack.of(home));
}

/** Beside the template: the CDK takes it from there. */
function sourceOf(scope: Construct, name: string, files: Files): ISource {
  const folder = join(Stage.of(scope)?.assetOutdir ?? fail(), 'portal', name);
  rmSync(folder, { recursive: true, force: true }); // of the last synthesis
  for (const [path, { body }] of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, body);
  }
  return Source.asset(folder);
}

function acceptRuntime({ node }: Stack): void {
  const uploader = node.children.find(({ node: { id } }) => id.startsWith('Custom::CDKBucketDeployment'));
  accept(uploader ?? fail(), { L1: 'Which runtime its own function needs is for the CDK to say.' });
}

function fail(): never {
  throw new Error('the portal has no page, or nobody to upload it');
}
