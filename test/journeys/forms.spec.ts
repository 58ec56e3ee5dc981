import { expect, fillInSignIn, instrumentedTest, notice, test } from './journey.ts';

const FIELDS = {
	'/signin': { email: 'username', password: 'current-password' },
	'/signup': {
		email: 'username',
		password: 'new-password',
		first_name: 'given-name',
		last_name: 'family-name'
	},
	'/forgot-password': { email: 'username' },
	'/reset-password?token=x': { password: 'new-password' },
	'/verify-email?token=x': { password: 'new-password' },
	'/accept-invite?token=x': { password: 'new-password' },
	'/profile': {
		first_name: 'given-name',
		last_name: 'family-name',
		username: 'nickname',
		birth_date: 'bday',
		avatar: null
	}
};

test('password managers know what to fill in and to save', async ({ page, signIn }) => {
	for (const [path, fields] of Object.entries(FIELDS)) {
		if (path === '/profile') await signIn();
		await page.goto(path);
		const form = page.getByRole('main').locator('form');
		await expect(form).toHaveCount(1);
		const found = await form
			.locator('input:not([type=hidden])')
			.evaluateAll((inputs) =>
				inputs.map((input) => [input.getAttribute('name'), input.getAttribute('autocomplete')])
			);
		expect(Object.fromEntries(found), path).toEqual(fields);
	}
});

for (const [path, label] of [
	['/forgot-password', 'Email address'],
	['/reset-password?token=x', 'New password']
] as const) {
	instrumentedTest(
		`input on ${path} before its scripts load is kept @scripts @playwright`,
		async ({ page }) => {
			const { promise: typed, resolve: haveTyped } = Promise.withResolvers<void>();
			await page.route('**/_app/**/*.js', async (route) => {
				await typed;
				await route.continue();
			});
			// the page is not loaded before its scripts are
			await page.goto(path, { waitUntil: 'commit' });
			const field = page.getByLabel(label);
			await field.fill('typed early');
			haveTyped();
			// Kit's announcer is there once the page has become Kit's
			await expect(page.locator('#svelte-announcer')).toBeAttached();
			await expect(field).toHaveValue('typed early');
		}
	);
}

test('an account page loads the plain scripts of all pages, and no framework @scripts', async ({
	page,
	signIn
}) => {
	await signIn();
	await page.goto('/profile');
	const scripts = await page
		.locator('script, link[rel=modulepreload]')
		.evaluateAll((elements) =>
			elements.map((element) => element.getAttribute('src') ?? element.outerHTML)
		);
	expect(scripts).toEqual([
		expect.stringMatching(/behaviour\.js$/),
		expect.stringMatching(/session-sync\.js$/)
	]);
});

instrumentedTest(
	'a password can be shown, and is hidden again when the form is sent @scripts @playwright',
	async ({ page, person }) => {
		await page.goto('/signin');
		const password = page.getByLabel('Password', { exact: true });
		await page.getByRole('button', { name: 'Show password' }).click();
		await expect(password).toHaveAttribute('type', 'text');
		await page.getByRole('button', { name: 'Hide password' }).click();
		await expect(password).toHaveAttribute('type', 'password');

		await page.getByRole('button', { name: 'Show password' }).click();
		// an answer without content leaves the page as it is
		await page.route('**/signin?**', (route) => route.fulfill({ status: 204 }));
		await fillInSignIn(page, person);
		await expect(password).toHaveAttribute('type', 'password');
	}
);

test('a notice is announced to screen readers once, and can be closed @scripts', async ({
	page,
	person
}) => {
	await page.goto('/signin');
	await fillInSignIn(page, person);
	const message = notice(page).getByText('You are signed in.');
	await expect(message).toBeVisible();
	// a region that was there before its words
	await expect(page.locator('body > [aria-live=polite]')).toHaveText('You are signed in.');

	await page.getByRole('button', { name: 'Dismiss this message' }).click();
	await expect(message).toBeHidden();
	await page.reload();
	await expect(page.getByRole('heading', { name: 'Your profile' })).toBeVisible();
	await expect(message).toHaveCount(0);
});

test('a notice fades by itself @scripts', async ({ page, person }) => {
	await page.goto('/signin');
	await fillInSignIn(page, person);
	const message = notice(page).getByText('You are signed in.');
	await expect(message).toBeVisible();
	const fading = await message.evaluate((element) =>
		element.parentElement?.getAnimations().map((animation) => animation.finish())
	);
	expect(fading).toHaveLength(1);
	await expect(message).toBeHidden();
});
