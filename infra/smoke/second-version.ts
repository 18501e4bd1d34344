// The second version, what it changes, and the way back to the first.
import { download, mustBe } from './download.ts';
import { editedOf } from './draft-files.ts';
import type { Found } from './found.ts';
import { LINK, MAKE, PUBLISH, READ } from './rights.ts';
import { must, type Step } from './step.ts';
import type { World } from './world.ts';

export function secondVersion(world: World, found: Found): readonly Step[] {
  return [...published(world), ...wayBack(world, found)];
}

function published({ client, pipeline: path, source }: World): readonly Step[] {
  return [
    {
      name: 'publish the edit',
      needs: ['edit'],
      lookAt: PUBLISH,
      async run() {
        const message = 'Smoke test: second version';
        const { body } = await client.publishVersion({ path, body: { message } });
        must(body.version_number === 2, `The second version has number ${body.version_number}.`);
        return 'version 2';
      },
    },
    {
      name: 'list versions',
      needs: ['publish the edit'],
      lookAt: { operation: 'listVersions', rights: READ },
      async run() {
        const { versions } = (await client.listVersions({ path, query: { fields: 'summary' } })).body;
        const numbers = String(versions.map((version) => version.version_number));
        must(numbers === '2,1', `The versions are ${numbers || 'none'}, not 2,1.`);
        return undefined;
      },
    },
    {
      name: 'compare versions',
      needs: ['publish the edit'],
      lookAt: { operation: 'compareVersions', rights: [...READ, 's3:GetObjectVersion'] },
      async run() {
        const query = { from: '1', to: '2', patch: true };
        const [file, second] = (await client.compareVersions({ path, query })).body.files;
        const isEdit = file?.path === source && file.change === 'modified' && second === undefined;
        must(isEdit, `Not only ${source} differs between versions 1 and 2.`);
        must(
          file.patch?.includes(`+${editedOf(source).trim()}`) === true,
          `The patch of ${source} does not show the edit.`,
        );
        return undefined;
      },
    },
  ];
}

function wayBack({ client, pipeline: path, source }: World, found: Found): readonly Step[] {
  return [
    {
      name: 'roll back',
      needs: ['publish the edit'],
      lookAt: { operation: 'rollbackVersion', rights: MAKE },
      async run() {
        const { body } = await client.rollbackVersion({ path: { ...path, version_number: 1 } });
        const { version_number, rollback_of, fingerprint } = body;
        must(version_number === 3 && rollback_of === 1, `Version ${version_number} is of ${rollback_of}.`);
        must(fingerprint === found.first?.fingerprint, 'Version 3 does not have the files of version 1.');
        return 'version 3';
      },
    },
    {
      name: 'restore the draft',
      needs: ['roll back'],
      lookAt: {
        operation: 'restoreDraft',
        rights: ['s3:PutObject', 's3:GetObjectVersion', 's3:ListBucketVersions', 's3:GetBucketVersioning'],
        besides: 'the setting bucketKeyArn if a key of your own encrypts the bucket',
      },
      async run() {
        const { body } = await client.restoreDraft({ path, body: { version: 1 } });
        must(String(body.written) === source, `The restore wrote ${body.written.join(', ') || 'nothing'}.`);
        must(body.draft_dirty === false, 'The restored draft is not version 1.');
        return undefined;
      },
    },
    {
      name: 'old version is still there',
      needs: ['restore the draft'],
      lookAt: LINK,
      async run() {
        const query = { version: 2, presign: true };
        const { body } = await client.getPublished({ path, query });
        mustBe(await download(body.source), editedOf(source), 'The pinned file of version 2');
        return undefined;
      },
    },
  ];
}
