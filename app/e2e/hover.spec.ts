import { account, expect, test } from './journey.ts';

test('R09 pages that are fetched ahead renew the session once, and sign nobody out @scripts', async ({
	page,
	context,
	person,
	signIn
}) => {
	await signIn();
	await page.goto('/');
	const links = [
		account(page).getByRole('link', { name: 'Ada' }),
		page.getByRole('link', { name: 'Articles' }).first()
	];
	await context.clearCookies({ name: 'access_token' });
	for (const link of links) {
		const fetched = page.waitForResponse((response) => response.url().includes('__data.json'));
		await link.hover();
		expect((await fetched).status()).toBe(200);
	}
	const names = (await context.cookies()).map(({ name }) => name);
	expect(names).toEqual(expect.arrayContaining(['access_token', 'refresh_token', 'signed_in']));

	await links[0]?.click();
	await expect(page.getByRole('main')).toContainText(person.email);
	await page.reload();
	await expect(page.getByRole('main')).toContainText(person.email);
});
