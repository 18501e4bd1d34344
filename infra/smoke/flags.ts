// The command line of `npm run smoke`.
import { Command, InvalidArgumentError } from 'commander';
import type { TargetFlags } from '../../cli/target.ts';
import type { WorldOptions } from './world.ts';

export type SmokeFlags = TargetFlags & WorldOptions & { readonly json: boolean; readonly color: boolean };

const HELP = `
It leaves an empty draft and three versions of a pipeline of its own, which nothing can delete.
Exit codes: 0 all passed; 1 a step failed; 2 wrong use.`;

/** Throws CommanderError instead of ending the process. */
export function parseFlags(args: readonly string[]): SmokeFlags {
  return new Command('npm run smoke --')
    .description(
      'Tries a running service from the first file to a restore, and says where to look if it fails.',
    )
    .requiredOption('--url <url>', 'where the service is: the output ApiUrl of the stack')
    .option('--token <token>', 'bearer token; better in the variable PIPELINE_VERSIONING_TOKEN')
    .option('--sign', 'sign requests for AWS, even if the address is not one of API Gateway')
    .option('--no-sign', 'do not sign, even if it is')
    .option('--region <region>', 'AWS region to sign for')
    .option('--namespace <name>', 'of the pipeline that is made', namespace, 'smoke')
    .option('--no-s3', 'edit by the API alone, not in the bucket itself')
    .option('--wait-for-events <seconds>', 'how long an edit may take to show', seconds, 120)
    .option('--pins-may-expire', 'pass a bucket whose lifecycle rules harm pipelines')
    .option('--json', 'print a JSON object for each step and for the summary', false)
    .option('--no-color', 'no colours')
    .helpOption('--help', 'show this')
    .addHelpText('after', HELP)
    .configureOutput({ outputError: () => {} })
    .exitOverride()
    .parse(args, { from: 'user' })
    .opts<SmokeFlags>();
}

function namespace(text: string): string {
  if (/^[a-z][a-z0-9_-]{0,127}$/.test(text)) return text;
  throw new InvalidArgumentError('It must be small letters, digits, _ and -, and begin with a letter.');
}

function seconds(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number of seconds.');
}
