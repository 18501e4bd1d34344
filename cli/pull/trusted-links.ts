// The links of a manifest. A hostile service could make this machine send requests to any other by them.
import type { File } from '../../client/types.ts';
import { Failed } from '../failures.ts';
import { isLoopback } from '../loopback.ts';
import { quoted } from '../output/quoted.ts';
import type { Manifest } from './pulled-record.ts';

/** Throws `Failed` unless every link leads to its pinned object where the bucket is, as safely as to the service. */
export function assertTrusted({ bucket, files }: Manifest, serviceUrl: string): void {
  const service = new URL(serviceUrl);
  const linked = files.flatMap((file) => (file.url === undefined ? [] : [{ file, link: new URL(file.url) }]));
  for (const { file, link } of linked) {
    const elsewhere =
      link.origin === linked[0]?.link.origin ? null : 'leads to another host than the first one';
    const problem = problemOf(link, service) ?? problemOfObject(link, bucket, file) ?? elsewhere;
    if (problem === null) continue;
    throw new Failed(
      `The service’s link to ${quoted(file.path)} ${problem}: ${link.origin}. It was not followed.`,
    );
  }
}

function problemOf(link: URL, service: URL): string | null {
  if (!['https:', 'http:'].includes(link.protocol)) return 'is none of http';
  if (service.protocol === 'https:' && link.protocol !== 'https:')
    return 'is not https, though the service is';
  if (link.username !== '' || link.password !== '') return 'has credentials of its own';
  if (isLoopback(link) && !isLoopback(service))
    return 'leads to this machine, though the service is elsewhere';
  // Clouds hand out credentials there. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
  if (/^(169\.254\.|\[fe80:|\[fd00:ec2:)/.test(link.hostname)) return 'leads to a link-local address';
  return null;
}

/** Both ways to write it. https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html */
function problemOfObject(link: URL, bucket: string, { key, version_id }: File): string | null {
  const inHost = link.hostname.startsWith(`${bucket}.`) ? `/${key}` : null;
  const path = decoded(link.pathname);
  if (path !== inHost && path !== `/${bucket}/${key}`) return 'leads to something else';
  return link.searchParams.get('versionId') === version_id ? null : 'leads to another version';
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
