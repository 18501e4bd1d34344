// What a view must stand, whatever it shows: axe finds nothing, nor in the colours of the other theme, nothing sticks out of a narrow page.
// Screenshots of both themes, wide and narrow, go to test-results/portal for whoever looks.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const FOLDER = join(import.meta.dirname, '../../../test-results/portal');
/** The rules of axe whose answer a theme can change. */
const RULES_ON_COLOURS = ['color-contrast', 'link-in-text-block'];

const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 360, height: 740 } };

/** Leaves the page as it was. Wait for what the view shows before. */
export async function lookAt(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  await mkdir(FOLDER, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      await page.screenshot({ path: join(FOLDER, `${name}-${colorScheme}-${size}.png`) });
      const rules = colorScheme === 'light' ? 'all' : RULES_ON_COLOURS;
      expect(await violations(page, rules), `${name}, ${colorScheme}, ${size}`).toEqual([]);
      expect(await sidewaysOverflow(page), `${name} sticks out at ${size}`).toBe(0);
    }
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: null });
  if (before !== null) await page.setViewportSize(before);
}

async function violations(page: Page, rules: 'all' | string[]): Promise<readonly string[]> {
  // Otherwise it opens a page per look, to gather what frames say; the portal has no frames.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  if (rules !== 'all') axe.withRules(rules);
  const found = await axe.analyze();
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  );
}

function sidewaysOverflow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
}
