// From the first file to the first version, and to what a run reads of it.
import { download, mustBe } from './download.ts';
import { filesOf } from './draft-files.ts';
import type { Found } from './found.ts';
import { LINK, PUBLISH, READ, SAVE } from './rights.ts';
import { saveFile } from './save-file.ts';
import { must, NotTried, type Step, Unexpected } from './step.ts';
import type { World } from './world.ts';

export function firstVersion(world: World, found: Found): readonly Step[] {
  return [...draft(world), ...publishing(world, found), ...runs(world, found)];
}

function draft(world: World): readonly Step[] {
  const { client, pipeline: path, source } = world;
  const files = filesOf(source);
  return [
    {
      name: 'health',
      needs: [],
      lookAt: { operation: 'getHealth', rights: ['dynamodb:GetItem', 's3:GetBucketVersioning'] },
      async run() {
        const { status, reason, causes = [] } = (await world.health).body;
        // The rules of the bucket have a step of their own.
        must(status === 'ok' || String(causes) === 'lifecycle', reason ?? status);
        return undefined;
      },
    },
    {
      name: 'no lifecycle rule harms pipelines',
      needs: ['health'],
      lookAt: {
        operation: 'getHealth',
        rights: ['s3:GetLifecycleConfiguration'],
        besides:
          "the bucket's rules (aws s3api get-bucket-lifecycle-configuration), each named above; --pins-may-expire if they are wanted",
      },
      run: () => lifecycle(world),
    },
    {
      name: 'save files',
      needs: [],
      lookAt: { operation: 'putFile', rights: SAVE },
      async run() {
        for (const [file, text] of Object.entries(files)) await saveFile(world, file, text);
        return `${Object.keys(files).length} files`;
      },
    },
    {
      name: 'read a file',
      needs: ['save files'],
      lookAt: { operation: 'getFile', rights: ['s3:GetObject', 's3:ListBucket'] },
      async run() {
        const { body } = await client.getFile({ path: { ...path, path: source } });
        mustBe(new TextDecoder().decode(body), files[source], 'The file');
        return undefined;
      },
    },
  ];
}

async function lifecycle({ client, pinsMayExpire }: World): Promise<string | undefined> {
  const { reason, lifecycle_rules = [], not_checked = [] } = (await client.getHealth()).body;
  if (not_checked.includes('lifecycle')) {
    throw new NotTried('the service may not look at them (s3:GetLifecycleConfiguration)');
  }
  if (lifecycle_rules.length === 0) return undefined;
  must(pinsMayExpire === true, reason ?? 'The bucket has such rules.');
  return `they are wanted: ${lifecycle_rules.map(({ id }) => id).join(', ')}`;
}

function publishing({ client, pipeline: path }: World, found: Found): readonly Step[] {
  const body = { message: 'Smoke test: first version' };
  const headers = { 'Idempotency-Key': crypto.randomUUID() };
  const publish = async () => (await client.publishVersion({ path, body, headers })).body;
  return [
    {
      name: 'publish',
      needs: ['save files'],
      lookAt: PUBLISH,
      async run() {
        const version = await publish();
        must(version.version_number === 1, `The first version has number ${version.version_number}.`);
        found.first = version;
        return 'version 1';
      },
    },
    {
      name: 'publish again with the same key',
      needs: ['publish'],
      lookAt: PUBLISH,
      async run() {
        const { version_number } = await publish();
        must(version_number === 1, `The repeated request made version ${version_number}.`);
        return 'no second version';
      },
    },
  ];
}

function runs({ client, pipeline: path, source }: World, found: Found): readonly Step[] {
  return [
    {
      name: 'manifest',
      needs: ['publish'],
      lookAt: { operation: 'getPublished', rights: READ },
      async run() {
        const { body: manifest } = await client.getPublished({ path, query: { presign: true } });
        const paths = manifest.files.map((file) => file.path).toSorted();
        const saved = Object.keys(filesOf(source)).toSorted();
        must(String(paths) === String(saved), `The manifest has ${paths}, not ${saved}.`);
        must(manifest.source.path === source, `The manifest's source is ${manifest.source.path}.`);
        found.manifest = manifest;
        return `bucket ${manifest.bucket}`;
      },
    },
    {
      name: 'download by link',
      needs: ['manifest'],
      lookAt: LINK,
      async run() {
        if (found.manifest === undefined) throw new Unexpected('There is no manifest.');
        mustBe(await download(found.manifest.source), filesOf(source)[source], 'The pinned file');
        return undefined;
      },
    },
  ];
}
