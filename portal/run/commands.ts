// What a terminal needs to read what runs use: commands that work as they are copied.
import { type PipelineId, pathOf } from '../service/pipeline-id.ts';

export interface CommandStep {
  readonly label: string;
  readonly text: string;
}

export interface CommandGroup {
  readonly title: string;
  readonly steps: readonly CommandStep[];
}

/** `service`: the origin of the portal, which hands out the packages. */
export function commandsFor(id: PipelineId, service: string): readonly CommandGroup[] {
  const packages = `${service}/packages`;
  const pipeline = pathOf(id);
  const version = import.meta.env.VERSION;
  return [
    {
      title: 'Command line',
      steps: [
        { label: 'npm command', text: `npm install -g ${packages}/pipeline-versioning-${version}.tgz` },
        {
          label: 'pull command',
          text: `pipeline-versioning pull ${pipeline} --out ${id.name} --url ${service}`,
        },
      ],
    },
    {
      title: 'Python',
      steps: [
        {
          label: 'pip command',
          text: `pip install ${packages}/pipeline_versioning-${version}-py3-none-any.whl`,
        },
        {
          label: 'Python command',
          text: `python -c "from pipeline_versioning import Client; print(Client('${service}').pull('${pipeline}', '${id.name}').directory)"`,
        },
      ],
    },
    {
      title: 'HTTP',
      steps: [
        {
          label: 'curl command',
          text: `curl -s "${service}/api/v1/pipelines/${pipeline}/published?presign=true"`,
        },
      ],
    },
  ];
}
