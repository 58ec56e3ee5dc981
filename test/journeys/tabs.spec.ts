import { account, expect, fillInSignIn, instrumentedTest, test } from './journey.ts';

test('signing in and out in one tab shows in the others at once @scripts', async ({
	page,
	context,
	person
}) => {
	const [article, signUp] = [await context.newPage(), await context.newPage()];
	await article.goto('/articles/how-an-arch-stands');
	await signUp.goto('/signup?redirectedFrom=%2Fprofile');
	await page.goto('/signin?redirectedFrom=%2Farticles');
	await fillInSignIn(page, person);
	await expect(account(page)).toContainText('Ada');

	await expect(account(article)).toContainText('Ada');
	await expect(signUp).toHaveURL('/profile');

	await account(article).getByRole('button', { name: 'Sign out' }).click();
	await expect(account(page).getByRole('link', { name: 'Sign in' })).toBeVisible();
	await expect(page).toHaveURL('/articles');
	await expect(signUp).toHaveURL('/signin?redirectedFrom=%2Fprofile');
});

test('a page on which something was typed stays, and says who is signed in now @scripts', async ({
	page,
	context,
	directus,
	signIn,
	person
}) => {
	await signIn();
	await page.goto('/profile');
	const name = page.getByLabel('First name');
	await name.fill('Grace');

	const tab = await context.newPage();
	await tab.goto('/');
	await account(tab).getByRole('button', { name: 'Sign out' }).click();
	const notice = page.locator('[data-session-notice]');
	await expect(notice).toContainText('You are signed out now, in another tab.');
	await expect(name).toHaveValue('Grace');

	const other = await directus.makePerson({ first_name: 'Mary' });
	await tab.goto('/signin');
	await fillInSignIn(tab, other);
	await expect(notice).toContainText(`You are signed in as ${other.email} now, in another tab.`);
	await expect(name).toHaveValue('Grace');

	await account(tab).getByRole('button', { name: 'Sign out' }).click();
	await expect(account(tab).getByRole('link', { name: 'Sign in' })).toBeVisible();
	await tab.goto('/signin');
	await fillInSignIn(tab, person);
	await expect(notice).toHaveText('');
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByRole('status')).toContainText('Your changes have been saved.');
	await expect(name).toHaveValue('Grace');
});

test('a kept form stays on the sign-in page while another tab signs in @scripts', async ({
	page,
	context,
	signIn,
	person
}) => {
	await signIn();
	await page.goto('/profile');
	await page.getByLabel('First name').fill('Grace');
	await context.clearCookies();
	await page.getByRole('button', { name: 'Save' }).click();
	const alert = page.getByRole('alert');
	await expect(alert).toContainText('what you typed comes back');

	const tab = await context.newPage();
	await tab.goto('/signin');
	await fillInSignIn(tab, person);
	await expect(page.locator('[data-session-notice]')).toContainText(person.email);
	await expect(alert).toContainText('what you typed comes back');
	await fillInSignIn(page, person);
	await expect(alert).toContainText('not saved yet');
	await expect(page.getByLabel('First name')).toHaveValue('Grace');

	await account(tab).getByRole('button', { name: 'Sign out' }).click();
	await expect(page.locator('[data-session-notice]')).toContainText('You are signed out now');
	await expect(page.getByLabel('First name')).toHaveValue('Grace');
});

test('a choice that is not saved stays too @scripts', async ({ page, context, signIn }) => {
	await signIn();
	await page.goto('/profile');
	const choose = () => {
		const select = document.querySelector('select');
		if (select) select.value = 'de';
		return select?.value;
	};
	await page.evaluate(choose);
	const tab = await context.newPage();
	await tab.goto('/');
	await account(tab).getByRole('button', { name: 'Sign out' }).click();
	await expect(page.locator('[data-session-notice]')).toContainText('You are signed out now');
	expect(await page.evaluate(() => document.querySelector('select')?.value)).toBe('de');
});

instrumentedTest(
	'a page that slept asks who is signed in when it is looked at again, and nothing before @scripts @playwright',
	async ({ page, context, signIn }) => {
		const isQuestion = (address: string) => new URL(address).pathname === '/session';
		const questions: string[] = [];
		page.on('request', (request) => {
			if (isQuestion(request.url())) questions.push(request.url());
		});
		const loaded = Date.now();
		const setSeconds = (seconds: number) => page.clock.setFixedTime(loaded + seconds * 1000);
		const lookAgain = () =>
			page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
		const answerToLookingAgain = async () => {
			const answer = page.waitForResponse((response) => isQuestion(response.url()));
			await lookAgain();
			await (await answer).finished();
		};
		await signIn();
		await setSeconds(0);
		await page.goto('/articles');
		await expect(account(page)).toContainText('Ada');

		await setSeconds(19);
		await lookAgain();
		await setSeconds(600);
		expect(questions).toEqual([]);
		await answerToLookingAgain();
		expect(questions).toHaveLength(1);
		await expect(account(page)).toContainText('Ada');

		// a sign-out that no tab told of
		const cookies = await context.cookies();
		await context.clearCookies();
		await setSeconds(621);
		await answerToLookingAgain();
		await expect(account(page).getByRole('link', { name: 'Sign in' })).toBeVisible();
		await context.addCookies(cookies);
		await setSeconds(642);
		await answerToLookingAgain();
		await expect(account(page)).toContainText('Ada');
	}
);
