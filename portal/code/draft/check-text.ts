// What the service's checks will find in a text that is being typed: the same rules, run in the page. They load when a
// file is first edited.
import { fetchLayout } from '../../service/layout-query.ts';
import type { PipelineId } from '../../service/pipeline-id.ts';
import { queryClient } from '../../service/query-client.ts';
import type { Mark } from '../editor/check-marks.ts';
import { fileOptions } from '../files/files.ts';
import { bytesOf, type TextForm } from '../files/text-form.ts';
import { unsavedTexts } from '../files/unsaved-texts.ts';

export const CONFIG_PATH = 'config.yaml';

/**
 * Findings of rules on this file alone, as the pipeline's config.yaml has them, typed or saved. None while the rules cannot
 * be loaded: the service is away, and will check what is published all the same.
 */
export async function checkText(
  id: PipelineId,
  path: string,
  text: string,
  form: TextForm,
  hasConfig: boolean,
): Promise<readonly Mark[]> {
  const rules = await loadRules().catch(() => undefined);
  if (rules === undefined) return [];
  const { checkFile, reportOf } = rules;
  const config = path === CONFIG_PATH ? null : await configOf(id, hasConfig);
  const { findings, settings } = checkFile(path, bytesOf(text, form));
  const { settings: others } = config === null ? { settings } : checkFile(CONFIG_PATH, config);
  const { files } = reportOf(
    findings.map((finding) => ({ path, finding })),
    others,
  );
  return files.flatMap(({ errors, warnings }) => [
    ...errors.map((finding): Mark => ({ ...finding, level: 'error' })),
    ...warnings.map((finding): Mark => ({ ...finding, level: 'warning' })),
  ]);
}

async function loadRules() {
  const [layout, { layoutOf, setLayout }, { checkFile }, { reportOf }] = await Promise.all([
    fetchLayout(),
    import('../../../functions/domain/layout.ts'),
    import('../../../functions/domain/checks/check-file.ts'),
    import('../../../functions/domain/checks/report.ts'),
  ]);
  setLayout(layoutOf(layout));
  return { checkFile, reportOf };
}

/** Without it, or while it cannot be read, rules have their own severity. */
async function configOf(id: PipelineId, isThere: boolean): Promise<Uint8Array> {
  const typed = unsavedTexts(id).all().get(CONFIG_PATH);
  if (typed !== undefined) return bytesOf(typed.text, typed);
  if (!isThere) return new Uint8Array();
  const now = await queryClient.fetchQuery(fileOptions(id, CONFIG_PATH)).catch(() => undefined);
  return now !== undefined && 'bytes' in now ? now.bytes : new Uint8Array();
}
