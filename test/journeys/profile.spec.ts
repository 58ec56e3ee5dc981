import { randomBytes, randomUUID } from 'node:crypto';
import { png } from '../support/png.ts';
import { expect, instrumentedTest, test } from './journey.ts';

const PICTURE = { name: 'me.png', mimeType: 'image/png', buffer: png(90, 60, randomBytes(5400)) };

instrumentedTest(
	'a member fills in the profile, with a picture, and sees it as others do @playwright',
	async ({ page, signIn }) => {
		const username = `Zoé-${randomUUID().slice(0, 8)}`;
		await signIn();
		await page.goto('/profile');
		await page.getByLabel('Username').fill(username);
		await page.getByLabel('Biography').fill('Draws arches.\nAnd doors.');
		await page.getByLabel('Date of birth').fill('1985-12-10');
		await page.getByLabel('Picture').setInputFiles(PICTURE);
		const runsScripts = await page.evaluate(() => 'scripted' in document.documentElement.dataset);
		if (runsScripts) {
			const isDrawn = () =>
				page.locator('#avatar-preview').evaluate((canvas: HTMLCanvasElement) => {
					const pixel = canvas.getContext('2d')?.getImageData(80, 80, 1, 1).data;
					return pixel?.[3] === 255;
				});
			await expect.poll(isDrawn).toBe(true);
		}
		await page.getByRole('button', { name: 'Save' }).click();

		await expect(page.getByRole('status')).toContainText('Your changes have been saved.');
		await expect(page.getByLabel('Username')).toHaveValue(username);
		await expect(page.getByLabel('Date of birth')).toHaveValue('1985-12-10');
		const picture = page.getByRole('img', { name: 'Your picture' });
		await expect
			.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
			.toBe(512);

		await page.getByRole('link', { name: 'See what other members see' }).click();
		await expect(page.getByRole('heading', { name: username })).toBeVisible();
		const shown = page.getByRole('article');
		await expect(shown).toContainText('And doors.');
		await expect(shown).not.toContainText('1985');

		await page.goto('/profile');
		await page.getByRole('button', { name: 'Remove picture' }).click();
		await expect(page.getByRole('status')).toContainText('Your changes have been saved.');
		await expect(picture).toHaveCount(0);
	}
);

test('a username that is taken is named at its field, and the form keeps what was typed', async ({
	page,
	signIn,
	directus
}) => {
	const username = `ada-${randomUUID().slice(0, 8)}`;
	await directus.makePerson({ username });
	await signIn();
	await page.goto('/profile');
	await page.getByLabel('Username').fill(username.toUpperCase());
	await page.getByLabel('Biography').fill('Still here.');
	await page.getByRole('button', { name: 'Save' }).click();

	await expect(page.getByRole('alert')).toContainText('This username is taken.');
	await expect(page.getByLabel('Username')).toHaveValue(username.toUpperCase());
	await expect(page.getByLabel('Biography')).toHaveValue('Still here.');
});
