// node infra/aws/bundle/main.ts ENTRY OUTDIR [--metafile]: a process of its own, since a synthesis does not wait and
// esbuild takes plugins only from those who do.
import { bundle } from './bundle.ts';

const [entry, outdir, ...flags] = process.argv.slice(2);
if (entry === undefined || outdir === undefined) throw new Error('ENTRY and OUTDIR are missing');
await bundle({ entry, outdir, metafile: flags.includes('--metafile') });
