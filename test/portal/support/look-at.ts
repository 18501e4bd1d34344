// What a view must stand, whatever it shows: axe finds nothing in either theme, nothing sticks out of a narrow page.
// Screenshots of both themes, wide and narrow, go to test-results/portal for whoever looks.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const FOLDER = join(import.meta.dirname, '../../../test-results/portal');
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
      expect(await violations(page), `${name}, ${colorScheme}, ${size}`).toEqual([]);
      expect(await sidewaysOverflow(page), `${name} sticks out at ${size}`).toBe(0);
    }
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: null });
  if (before !== null) await page.setViewportSize(before);
}

async function violations(page: Page): Promise<readonly string[]> {
  const found = await new AxeBuilder({ page }).analyze();
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
