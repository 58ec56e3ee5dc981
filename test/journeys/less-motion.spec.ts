import { expect, fillInSignIn, notice, test } from './journey.ts';

test.use({
	// Playwright cannot set it in a running Firefox
	launchOptions: async ({ launchOptions }, use) => {
		const firefoxUserPrefs = { ...launchOptions.firefoxUserPrefs, 'ui.prefersReducedMotion': 1 };
		await use({ ...launchOptions, firefoxUserPrefs });
	},
	contextOptions: { reducedMotion: 'reduce' }
});

test('a notice stays with prefers-reduced-motion @scripts @playwright', async ({
	page,
	person
}) => {
	await page.goto('/signin');
	expect(await page.evaluate(() => matchMedia('(prefers-reduced-motion: reduce)').matches)).toBe(
		true
	);
	await fillInSignIn(page, person);
	const message = notice(page).getByText('You are signed in.');
	await expect(message).toBeVisible();
	expect(await message.evaluate((element) => element.parentElement?.getAnimations().length)).toBe(
		0
	);
});
