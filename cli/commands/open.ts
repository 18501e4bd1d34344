import type { Command } from 'commander';
import { WrongUse } from '../failures.ts';
import { explained } from '../output/explained.ts';
import { nameOf, type PipelinePath, versionArgument } from '../pipeline-argument.ts';
import type { OpenSession } from '../session.ts';
import { showInBrowser } from '../show-in-browser.ts';
import { assertTrusted, isApiGateway } from '../target.ts';
import { pipelineCommand } from './pipeline-command.ts';

const EXPLANATION = {
  examples: ['open default/silver/clean_orders', 'open default/silver/clean_orders 3 --no-browser'],
};

export const openCommand = (open: OpenSession) =>
  explained(pipelineCommand('open', 'Show a pipeline, or one of its versions, in the portal'), EXPLANATION)
    .argument('[version]', 'its number; the overview if left out', versionArgument)
    .option('--no-browser', 'print the address and open nothing')
    .action(async (path: PipelinePath, version: number | undefined, flags: Flags, command: Command) => {
      const { out, target } = await open(command);
      if (isApiGateway(target.url))
        throw new WrongUse('The portal is at another address than the API; name it by --url.');
      assertTrusted(target, 'A browser is');
      const view = version === undefined ? '' : `/versions/${version}`;
      const url = new URL(`pipelines/${nameOf(path)}${view}`, target.url).href;
      out.result({ url }, () => url);
      if (flags.browser && !out.json) await showInBrowser(url);
    });

interface Flags {
  readonly browser: boolean;
}
