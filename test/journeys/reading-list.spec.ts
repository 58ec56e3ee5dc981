import type { Article, Directus } from '../support/directus.ts';
import { account, expect, instrumentedTest, test } from './journey.ts';
import type { Element, Tab } from './tab.ts';

/** The answer to a refused form counts as a fault elsewhere. */
const refused = instrumentedTest.extend({
	faultless: async ({ drivenBy: _drivenBy }, use) => use()
});

async function makeArticles(directus: Directus, count: number): Promise<Article[]> {
	const made: Article[] = [];
	for (let index = 0; index < count; index += 1)
		made.push(await directus.makeArticle({ audience: 'members' }));
	return made;
}

/** Titles of the rows, in their order. */
function titles(page: Tab): Element {
	return page.locator('[data-entry] h2');
}

async function expectOrder(page: Tab, articles: (Article | undefined)[]): Promise<void> {
	const expected = articles.map((article) => article?.title);
	const shown = () =>
		titles(page).evaluateAll((rows) => rows.map((row) => row.textContent?.trim()));
	await expect.poll(shown).toEqual(expected);
}

function button(page: Tab, name: string, { title }: Article): Element {
	return page.getByRole('button', { name: `${name}: ${title}` });
}

test('H09 G13 a member adds articles, orders them, marks one as read and removes one', async ({
	page,
	directus,
	signIn
}) => {
	const [first, second] = await makeArticles(directus, 2);
	if (!first || !second) throw new Error('There are no articles.');
	await signIn();
	await page.goto('/reading-list');
	await expect(page.getByRole('heading', { name: 'Nothing here yet' })).toBeVisible();

	for (const article of [first, second]) {
		await page.goto(article.path);
		await page.getByRole('button', { name: 'Add to reading list' }).click();
		await expect(page.getByRole('button', { name: 'Remove from reading list' })).toBeVisible();
		await expect(page.getByText(article.words)).toBeVisible();
	}
	await account(page).getByRole('link', { name: 'Reading list' }).click();
	await expectOrder(page, [second, first]);

	await button(page, 'Move up', first).click();
	await expectOrder(page, [first, second]);
	await button(page, 'Mark as read', first).click();
	await expect(button(page, 'Mark as unread', first)).toBeVisible();
	await page.getByRole('link', { name: 'Unread', exact: true }).click();
	await expectOrder(page, [second]);
	await button(page, 'Remove', second).click();
	await expect(page.getByRole('heading', { name: 'You have read everything' })).toBeVisible();

	await page.goto(first.path);
	await page.getByRole('button', { name: 'Remove from reading list' }).click();
	await expect(page.getByRole('button', { name: 'Add to reading list' })).toBeVisible();
	await page.goto('/reading-list');
	await expect(page.getByRole('heading', { name: 'Nothing here yet' })).toBeVisible();
});

test('a change of the reading list shows in all open tabs without a reload @scripts', async ({
	page,
	context,
	directus,
	signIn
}) => {
	const [first, second] = await makeArticles(directus, 2);
	if (!first || !second) throw new Error('There are no articles.');
	await signIn();
	await page.goto(first.path);
	const [twin, list] = [await context.newPage(), await context.newPage()];
	await twin.goto(first.path);
	await list.goto('/reading-list');
	await list.evaluate(() => document.body.setAttribute('data-not-reloaded', ''));
	await page.evaluate(() => document.body.setAttribute('data-not-reloaded', ''));

	await page.getByRole('button', { name: 'Add to reading list' }).click();
	await expect(page.getByRole('button', { name: 'Remove from reading list' })).toBeVisible();
	await expect(twin.getByRole('button', { name: 'Remove from reading list' })).toBeVisible();
	await expectOrder(list, [first]);

	await twin.goto(second.path);
	await twin.getByRole('button', { name: 'Add to reading list' }).click();
	await expectOrder(list, [second, first]);
	await button(list, 'Remove', first).click();
	await expectOrder(list, [second]);
	await expect(page.getByRole('button', { name: 'Add to reading list' })).toBeVisible();
	for (const tab of [page, list])
		await expect(tab.locator('body[data-not-reloaded]')).toHaveCount(1);
});

instrumentedTest(
	'a row is dragged to its place, and the keyboard keeps its button @scripts @playwright',
	async ({ page, directus, signIn }) => {
		const articles = await makeArticles(directus, 3);
		const [first, second, third] = articles;
		await signIn();
		for (const article of articles) {
			await page.goto(article.path);
			await page.getByRole('button', { name: 'Add to reading list' }).click();
			await expect(page.getByRole('button', { name: 'Remove from reading list' })).toBeVisible();
		}
		await page.goto('/reading-list');
		await expectOrder(page, [third, second, first]);

		// all rows are on the screen
		await page.setViewportSize({ width: 1000, height: 1000 });
		const handle = page.locator('[data-drag]').first();
		const target = page.locator('[data-entry]').last();
		const [from, to] = [await handle.boundingBox(), await target.boundingBox()];
		if (!from || !to) throw new Error('The rows are not shown.');
		await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
		await page.mouse.down();
		await page.mouse.move(to.x + 20, to.y + to.height, { steps: 5 });
		const answer = page.waitForResponse((response) => response.request().method() === 'POST');
		await page.mouse.up();
		await (await answer).finished();
		await expectOrder(page, [second, first, third]);
		await page.reload();
		await expectOrder(page, [second, first, third]);

		await page.getByRole('button', { name: `Move up: ${third?.title}` }).focus();
		await page.keyboard.press('Enter');
		await expectOrder(page, [second, third, first]);
		await expect(page.getByRole('button', { name: `Move up: ${third?.title}` })).toBeFocused();
		await page.keyboard.press('Enter');
		await expectOrder(page, [third, second, first]);
		// it is the first now
		await expect(page.locator('[data-entry] button:focus')).toHaveCount(1);
	}
);

refused(
	'without its session, a form of the reading list leads to the sign-in page @scripts @playwright',
	async ({ page, context, directus, signIn }) => {
		const [article] = await makeArticles(directus, 1);
		await signIn();
		await page.goto(article?.path ?? '');
		await expect(page.getByRole('button', { name: 'Add to reading list' })).toBeVisible();
		await context.clearCookies();
		await page.getByRole('button', { name: 'Add to reading list' }).click();
		await expect(page.getByRole('heading', { name: 'Sign in', exact: true })).toBeVisible();
	}
);
