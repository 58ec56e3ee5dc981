import type { FrameLocator, Locator, Page, Response } from '@playwright/test';
import type { Person } from '../support/directus.ts';
import { expect } from './expect.ts';

/** The editor of an article's body in Directus Studio, in a browser. */
export class StudioBody {
	readonly #page: Page;
	readonly #studio: string;

	constructor(page: Page, studio: string) {
		this.#page = page;
		this.#studio = studio;
	}

	/** The text being written, in a frame of its own. */
	get text(): FrameLocator {
		return this.#page.frameLocator('.tox-edit-area iframe');
	}

	/** The buttons above it. */
	get buttons(): Locator {
		return this.#page.locator('.tox-tinymce').getByRole('button');
	}

	/** The outlet of dialogs and drawers. */
	get dialog(): Locator {
		return this.#page.locator('#dialog-outlet');
	}

	async signIn({ email, password }: Person): Promise<void> {
		await this.#page.goto(`${this.#studio}/admin/login`);
		await this.#page.locator('input[type=email]').fill(email);
		await this.#page.locator('input[type=password]').fill(password);
		await this.#page.locator('button[type=submit]').click();
		await this.#page.waitForURL(/\/admin\/(?!login)/);
	}

	async open(article: number): Promise<void> {
		await this.#page.goto(`${this.#studio}/admin/content/articles/${article}`);
		await expect(this.text.locator('p').first()).toBeVisible();
	}

	/** Presses a button above the text. */
	async press(name: string): Promise<void> {
		await this.buttons.and(this.#page.getByLabel(name, { exact: true })).click();
	}

	/** Selects the paragraph of these words. */
	async select(words: string): Promise<void> {
		await this.text.getByText(words, { exact: true }).click({ clickCount: 3 });
	}

	/** Adds a picture with the button for it. */
	async addPicture(
		file: { name: string; mimeType: string; buffer: Buffer },
		preset?: string
	): Promise<void> {
		await this.press('Add/Edit Image');
		await this.#answer('POST', /^\/files$/, () =>
			this.dialog.locator('input[type=file]').first().setInputFiles(file)
		);
		if (preset !== undefined) {
			// the element that opens the list covers the field with the choice
			await this.dialog.locator('.input', { has: this.#page.locator('input[readonly]') }).click();
			await this.#page.getByText(preset, { exact: true }).click();
		}
		await this.confirm();
	}

	/** Confirms the open drawer. */
	async confirm(): Promise<void> {
		await this.dialog.getByRole('button', { name: 'check', exact: true }).click();
		await expect(this.dialog.getByRole('article')).toHaveCount(0);
	}

	/** Adds to the source of the text. */
	async appendSource(html: string): Promise<void> {
		await this.press('Edit Source Code');
		await this.dialog.getByText('<p', { exact: false }).last().click();
		await this.#page.keyboard.press('Control+End');
		await this.#page.keyboard.insertText(html);
		await this.confirm();
	}

	/** Inserts a table of two rows and two columns at the cursor. */
	async insertTable(): Promise<void> {
		await this.press('Table');
		await this.#page.getByRole('menuitem', { name: 'Table', exact: true }).click();
		await this.#page.getByRole('button', { name: '2 columns, 2 rows' }).click();
	}

	async save(): Promise<void> {
		await this.#page.locator('input[type=text]').first().click();
		const saved = await this.#answer('PATCH', /^\/items\/articles\//, () =>
			this.#page.keyboard.press('Control+s')
		);
		expect(saved.status()).toBe(200);
	}

	async #answer(method: string, path: RegExp, act: () => Promise<unknown>): Promise<Response> {
		const answer = this.#page.waitForResponse(
			(response) =>
				response.request().method() === method && path.test(new URL(response.url()).pathname)
		);
		await act();
		return answer;
	}
}
