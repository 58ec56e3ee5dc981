import { expect, instrumentedTest as test } from './journey.ts';

/** Half of the limit that Web Vitals call good. */
const MAX_SHIFT = 0.05;
const PAGES = ['/', '/articles', '/articles/how-an-arch-stands', '/signin'];

// @chromium: no other engine reports layout shifts
for (const path of PAGES) {
	test(`the layout of ${path} is stable, even if its fonts load late @scripts @chromium`, async ({
		page
	}) => {
		await page.setViewportSize({ width: 390, height: 844 });
		await page.addInitScript(() => {
			const shifts: number[] = [];
			Object.assign(globalThis, { shifts });
			new PerformanceObserver((list) => {
				// not in TypeScript's library yet
				const entries = list.getEntries() as unknown as { value: number }[];
				shifts.push(...entries.map(({ value }) => value));
			}).observe({ type: 'layout-shift', buffered: true });
		});
		await page.route('**/*.woff2', async (route) => {
			await page.waitForFunction(() => performance.getEntriesByType('paint').length > 0);
			await route.continue();
		});
		await page.goto(path, { waitUntil: 'networkidle' });
		const shift = await page.evaluate(async () => {
			await document.fonts.ready;
			const { shifts } = globalThis as unknown as { shifts: number[] }; // set above
			return shifts.reduce((sum, value) => sum + value, 0);
		});
		expect(shift).toBeLessThan(MAX_SHIFT);
		// the swap of the fonts was seen
		expect(shift).toBeGreaterThan(0);
	});
}

test('the fonts of every page load with its styles, not after them @scripts @playwright', async ({
	page
}) => {
	for (const path of PAGES) {
		await page.goto(path, { waitUntil: 'networkidle' });
		const early = await page.evaluate(() => {
			const files = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
			const styles = files.find(({ name }) => name.endsWith('.css'));
			return files.flatMap(({ name, startTime }) =>
				styles && name.endsWith('.woff2') && startTime <= styles.startTime ? [name] : []
			);
		});
		expect(early.sort(), path).toEqual([
			expect.stringMatching(/\/instrument-sans-latin-wght-normal\./),
			expect.stringMatching(/\/newsreader-latin-wght-normal\./)
		]);
	}
});
