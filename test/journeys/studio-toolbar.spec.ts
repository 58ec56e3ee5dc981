// The buttons above a text in Studio, and the text that the site then shows.
import type { Locator } from '@playwright/test';
import { editor } from '../../directus/access/roles.ts';
import { png } from '../support/png.ts';
import { expect, instrumentedTest as test } from './journey.ts';
import { StudioBody } from './studio.ts';

const TIMEOUT_MILLISECONDS = 240_000;
/** Longer than Studio takes for any step, on a slow machine too. */
const STEP_MILLISECONDS = 30_000;
const PICTURE = { mimeType: 'image/png', buffer: png(800, 600) };

/** A button, the paragraph it is pressed for, further steps, and the expected element on the page. */
interface Press {
	button: string;
	/** The paragraph before; its text is the button's name. */
	paragraph?: string;
	press: (studio: StudioBody) => Promise<unknown>;
	shown: (words: string) => string;
}

function format(button: string, element: string): Press {
	return {
		button,
		press: (studio) => studio.press(button),
		shown: (words) => `${element}:text-is("${words}")`
	};
}

const PRESSES: Press[] = [
	format('Bold', 'p > strong'),
	format('Italic', 'p > em'),
	format('Heading 2', 'h2'),
	format('Heading 3', 'h2 ~ h3'),
	format('Numbered List', 'ol > li'),
	format('Bullet List', 'ul > li'),
	format('Blockquote', 'blockquote > p'),
	{
		button: 'Add/Edit Link',
		press: async (studio) => {
			await studio.press('Add/Edit Link');
			await studio.dialog.getByPlaceholder('Enter an url...').fill('/articles');
			await studio.dialog.getByRole('button', { name: 'Save' }).click();
		},
		shown: (words) => `p > a[href="/articles"]:text-is("${words}")`
	},
	{
		...format('Remove link', 'p:not(:has(a))'),
		paragraph: '<p><a href="/articles">Remove link</a></p>'
	},
	{
		...format('Remove Format', 'p:not(:has(strong))'),
		paragraph: '<p><strong>Remove Format</strong></p>'
	},
	{
		button: 'Undo',
		press: async (studio) => {
			await studio.press('Bold');
			await studio.press('Undo');
		},
		shown: (words) => `p:not(:has(strong)):text-is("${words}")`
	},
	{
		button: 'Redo',
		press: async (studio) => {
			await studio.press('Bold');
			await studio.press('Undo');
			await studio.press('Redo');
		},
		shown: (words) => `p > strong:text-is("${words}")`
	},
	{
		button: 'Full Screen',
		press: async (studio) => {
			await studio.press('Full Screen');
			await studio.press('Full Screen');
		},
		shown: (words) => `p:text-is("${words}")`
	},
	{
		button: 'Horizontal Rule',
		press: (studio) => studio.press('Horizontal Rule'),
		shown: () => 'hr'
	},
	{
		button: 'Table',
		press: (studio) => studio.insertTable(),
		shown: () => 'table:has(tr:nth-child(2) > td:nth-child(2))'
	},
	{
		button: 'Edit Source Code',
		press: (studio) => studio.appendSource('<h5 id="end" lang="fr" dir="rtl">Fin</h5>'),
		shown: () => 'h4#text-end[lang="fr"][dir="rtl"]'
	}
];
/** Pressed separately: the id of the inserted picture is known only afterwards. */
const PICTURE_BUTTON = 'Add/Edit Image';

// @chromium: Studio is not ours, and the site shows the same to every engine
test(
	'every button of Studio’s text editor has the same effect on the page of the site',
	{ tag: '@scripts @chromium' },
	async ({ page, browser, directus }) => {
		test.setTimeout(TIMEOUT_MILLISECONDS);
		const body = PRESSES.map(({ button, paragraph = `<p>${button}</p>` }) => paragraph).join('');
		const article = await directus.makeArticle({
			audience: 'public',
			body: `${body}<p>${PICTURE_BUTTON}</p><p>With a preset</p>`
		});
		const person = await directus.makePerson({ role: editor.id });
		// a context of its own: messages in Studio's console are not about this site
		const context = await browser.newContext();
		context.setDefaultTimeout(STEP_MILLISECONDS);
		try {
			const studio = new StudioBody(await context.newPage(), directus.url);
			await studio.signIn(person);
			await studio.open(article.id);
			const names = await studio.buttons.evaluateAll((buttons) =>
				buttons.map((button) => button.getAttribute('aria-label'))
			);
			expect([...PRESSES.map(({ button }) => button), PICTURE_BUTTON].sort()).toEqual(names.sort());

			for (const { button, press } of PRESSES) {
				await studio.select(button);
				await press(studio);
			}
			await studio.select(PICTURE_BUTTON);
			await studio.addPicture({ ...PICTURE, name: 'a door.png' });
			await studio.select('With a preset');
			await studio.addPicture({ ...PICTURE, name: 'a wall.png' }, 'portico-640');
			await studio.save();

			await page.goto(article.path);
			const text = page.locator('.prose');
			for (const { button, shown } of PRESSES) {
				await expect(text.locator(shown(button)), button).toHaveCount(1);
			}
			await expectPicture(
				text.getByAltText('A Door'),
				/^\/assets\/[\w-]{36}\?key=portico-\d+&v=[\d.-]+$/
			);
			await expectPicture(
				text.getByAltText('A Wall'),
				/^\/assets\/[\w-]{36}\?key=portico-\d+&v=[\d.-]+$/
			);

			// Studio shows the stored text again, too
			await studio.open(article.id);
			await expectPicture(studio.text.getByAltText('A Door'), /\/assets\/[\w-]{36}\.png/);
			await expectPicture(studio.text.getByAltText('A Wall'), /[?&]key=portico-640/);
		} finally {
			await context.close();
			// people cannot go before their files
			const mine = `/files?fields=id&filter[uploaded_by][_eq]=${person.id}`;
			for (const { id } of await directus.send<{ id: string }[]>('GET', mine)) {
				await directus.send('DELETE', `/files/${id}`);
			}
		}
	}
);

async function expectPicture(picture: Locator, source: RegExp) {
	await expect(picture).toHaveAttribute('src', source);
	await picture.scrollIntoViewIfNeeded();
	await expect
		.poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth))
		.toBeGreaterThan(0);
}
