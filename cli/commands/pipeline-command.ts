// What all commands about one pipeline have in common: its name as the first argument.
import { Command } from 'commander';
import { pipelineArgument } from '../pipeline-argument.ts';

export function pipelineCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument('<pipeline>', 'namespace/layer/name', pipelineArgument);
}
