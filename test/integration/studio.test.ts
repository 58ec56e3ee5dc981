// A real Studio in a real browser, with the API closed: the usual tasks are done in it, and its requests are
// watched.
import { randomUUID } from 'node:crypto';
import { type Browser, chromium, type Page, type Response } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { editor } from '../../directus/access/roles.ts';
import { pictureIn } from '../../directus/extensions/portico/api-access/branding.ts';
import { isOpen, OPEN_PATHS } from '../../directus/extensions/portico/api-access/open-paths.ts';
import {
	asAdministrator,
	directusUrl,
	makeArticle,
	makeItem,
	makePerson
} from '../support/directus-api.ts';
import { ensureChromium, CHROMIUM_ARGUMENTS } from '../../scripts/testing/browsers/chromium.ts';
import { linkIn, mailTo } from '../support/mailbox.ts';

const executablePath = ensureChromium(console.log);
const TIMEOUT_MILLISECONDS = 240_000;
/** Studio is large, and a busy machine slow. */
const STEP_MILLISECONDS = 120_000;
const IDLE_MILLISECONDS = 30_000;
const PICTURE = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
	'base64'
);
/** Paths that this Studio does not use: it has no identity providers. */
const UNUSED_PATHS =
	/^\/(admin)?$|^\/robots\.txt$|^\/server\/ping$|^\/portico\/|^\/installation$|^\/auth\/login\/:provider/;

/** The editor of texts requests its translations by a path with a double slash, which is a 404 in any case. */
const MISSING_LANGUAGE_FILES = /^\/admin\/.*\/\/langs\/[\w-]+\.js$/;

/** A request of Studio to Directus. */
interface StudioRequest {
	method: string;
	path: string;
	status: number;
	hadSession: boolean;
}

describe.skipIf(!executablePath)('D12 with the API closed', () => {
	let browser: Browser;
	const requests: StudioRequest[] = [];
	const unread: Promise<void>[] = [];
	/** Files that people have uploaded; they must be deleted before these people. */
	const files: string[] = [];
	beforeAll(async () => {
		browser = await chromium.launch({
			executablePath: executablePath ?? '',
			args: CHROMIUM_ARGUMENTS
		});
	}, TIMEOUT_MILLISECONDS);
	afterAll(async () => {
		await browser?.close();
		if (files.length > 0) await asAdministrator('/files', { method: 'DELETE', body: files });
		await asAdministrator('/settings', { method: 'PATCH', body: { project_logo: null } });
	});

	async function note(response: Response): Promise<void> {
		const request = response.request();
		const { origin, pathname } = new URL(request.url());
		if (origin !== new URL(directusUrl).origin) return;
		const { cookie = '' } = await request.allHeaders();
		requests.push({
			method: request.method(),
			path: pathname,
			status: response.status(),
			hadSession: cookie.includes('directus_session_token=')
		});
	}

	async function open(path: string, page?: Page): Promise<Page> {
		const shown = page ?? (await (await browser.newContext()).newPage());
		shown.setDefaultTimeout(STEP_MILLISECONDS);
		if (!page) shown.on('response', (response) => unread.push(note(response)));
		await shown.goto(new URL(path, directusUrl).href);
		// Studio may go on sending requests; the next steps wait for their own conditions
		await shown.waitForLoadState('networkidle', { timeout: IDLE_MILLISECONDS }).catch(() => {});
		return shown;
	}

	/** Does it, and waits until Directus has answered the request that it causes. */
	async function causing(
		page: Page,
		method: string,
		path: RegExp,
		action: () => Promise<unknown>
	): Promise<Response> {
		const answer = page.waitForResponse(
			(response) =>
				response.request().method() === method && path.test(new URL(response.url()).pathname)
		);
		await action();
		return answer;
	}

	async function signIn(page: Page, { email, password }: { email: string; password: string }) {
		await page.locator('input[type=email]').fill(email);
		await page.locator('input[type=password]').fill(password);
		const submit = () => page.locator('button[type=submit]').click();
		expect((await causing(page, 'POST', /^\/auth\/login$/, submit)).status()).toBe(200);
		await page.waitForURL(/\/admin\/(?!login)/);
		await page.waitForLoadState('networkidle');
	}

	async function signOut(page: Page) {
		const leave = () => open('/admin/logout', page);
		expect((await causing(page, 'POST', /^\/auth\/logout$/, leave)).status()).toBe(204);
		await page.waitForURL(/\/admin\/login/);
	}

	async function changeTitle(page: Page): Promise<void> {
		const { id } = await makeArticle({});
		await open(`/admin/content/articles/${id}`, page);
		await page.locator('input[type=text]').first().fill(`Changed ${randomUUID()}`);
		const save = () => page.keyboard.press('Control+s');
		expect((await causing(page, 'PATCH', /^\/items\/articles\//, save)).status()).toBe(200);
	}

	async function upload(page: Page): Promise<void> {
		await open('/admin/files/+', page);
		const choose = () =>
			page
				.locator('input[type=file]')
				.first()
				.setInputFiles({ name: `${randomUUID()}.png`, mimeType: 'image/png', buffer: PICTURE });
		const uploaded = await causing(page, 'POST', /^\/files$/, choose);
		const { data } = (await uploaded.json()) as { data: { id: string } }; // Directus'
		files.push(data.id);
		const show = () => open('/admin/files', page);
		const thumbnail = new RegExp(`^/assets/${data.id}$`);
		// 304 where the page of the upload has loaded it
		expect([200, 304]).toContain((await causing(page, 'GET', thumbnail, show)).status());
		await open(`/admin/files/${data.id}`, page);
	}

	test(
		'an administrator signs in under the logo that settings name, does a day’s work, and signs out',
		async () => {
			const body = new FormData();
			body.append('file', new Blob([PICTURE], { type: 'image/png' }), 'logo.png');
			const { id } = await makeItem<{ id: string }>('directus_files', body);
			await asAdministrator('/settings', { method: 'PATCH', body: { project_logo: id } });
			const { role } = await asAdministrator<{ role: string }>('/users/me?fields=role');

			const page = await open('/admin/');
			await page.waitForURL(/\/admin\/login/);
			await signIn(page, await makePerson({ role }));
			await changeTitle(page);
			await upload(page);
			for (const path of [
				'content/articles',
				'users',
				'users/+',
				'activity',
				'insights',
				'settings/project',
				'settings/data-model',
				`settings/roles`,
				`settings/roles/${editor.id}`,
				'settings/policies',
				'settings/flows',
				'settings/extensions',
				'settings/system-logs'
			]) {
				await open(`/admin/${path}`, page);
			}
			await signOut(page);
		},
		TIMEOUT_MILLISECONDS
	);

	test(
		'an editor resets the password in Studio, writes, and signs out',
		async () => {
			const { email } = await makePerson({ role: editor.id });
			const page = await open('/admin/reset-password');
			await page.locator('input[type=email]').fill(email);
			const request = () => page.locator('button[type=submit]').click();
			expect((await causing(page, 'POST', /^\/auth\/password\/request$/, request)).status()).toBe(
				204
			);

			const password = randomUUID();
			await open(linkIn(await mailTo(email)).href, page);
			await page.locator('input[type=password]').fill(password);
			const reset = () => page.locator('button[type=submit]').click();
			expect((await causing(page, 'POST', /^\/auth\/password\/reset$/, reset)).status()).toBe(204);

			await open('/admin/login', page);
			await signIn(page, { email, password });
			await changeTitle(page);
			await upload(page);
			await signOut(page);
		},
		TIMEOUT_MILLISECONDS
	);

	test(
		'an invited person accepts in Studio, and signs in',
		async () => {
			const email = `${randomUUID()}@example.com`;
			await asAdministrator('/users/invite', { body: { email, role: editor.id } });
			const password = randomUUID();
			// the email leads to the site; Studio's own page takes the token too
			const { search } = linkIn(await mailTo(email));
			const page = await open(`/admin/accept-invite${search}`);
			await page.locator('input[type=password]').fill(password);
			const accept = () => page.locator('button[type=submit]').click();
			expect((await causing(page, 'POST', /^\/users\/invite\/accept$/, accept)).status()).toBe(204);
			await open('/admin/login', page);
			await signIn(page, { email, password });
			await signOut(page);
			const [person] = await asAdministrator<{ id: string }[]>(
				`/users?filter[email][_eq]=${email}`
			);
			await asAdministrator(`/users/${person?.id}`, { method: 'DELETE' });
		},
		TIMEOUT_MILLISECONDS
	);

	test(
		'a German editor reads the names, notes and choices of our collections in German',
		async () => {
			const page = await open('/admin/login');
			await signIn(page, await makePerson({ role: editor.id, language: 'de-DE' }));
			const { id } = await makeArticle({ audience: 'public' });
			await open(`/admin/content/articles/${id}`, page);
			const menu = page.getByRole('navigation');
			for (const name of ['Artikel', 'Kategorien', 'Weiterleitungen'])
				await menu.getByText(name, { exact: true }).first().waitFor();
			for (const words of ['Titel', 'Leserschaft', 'Wer den ganzen Text lesen darf'])
				await page.getByText(words, { exact: true }).first().waitFor();
			const chosen = await page
				.locator('input')
				.evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value)); // the locator says so
			expect(chosen).toContain('Alle');
			expect(await page.locator('body').innerText()).not.toContain('studio_');

			await open('/admin/content/navigation/+', page);
			await page.locator('input[type=text]').nth(0).fill('Ein Link');
			await page.locator('input[type=text]').nth(1).fill('no path');
			await page.keyboard.press('Control+s');
			await page.getByText('der mit einem / beginnt').first().waitFor();
			await signOut(page);
		},
		TIMEOUT_MILLISECONDS
	);

	test('no request of Studio is refused', async () => {
		await Promise.all(unread);
		expect(requests.length).toBeGreaterThan(100);
		const refused = requests.filter(
			({ status, path }) =>
				status === 403 || status >= 500 || (status >= 400 && path.startsWith('/assets/'))
		);
		expect(refused.filter(({ path }) => !MISSING_LANGUAGE_FILES.test(path))).toEqual([]);
	});

	test('the list of open paths contains exactly the paths that Studio requests without a session', async () => {
		await Promise.all(unread);
		const open = requests.filter(({ hadSession }) => !hadSession);
		const others = open.filter(
			({ method, path }) => !isOpen(method, path) && pictureIn(method, path) === null
		);
		expect(others).toEqual([]);
		expect(open.some(({ method, path }) => pictureIn(method, path))).toBe(true);

		const seen = new Set(
			open
				.concat(requests)
				.map(({ path }) =>
					path
						.replace(/(?<=^\/admin\/).*/, '*')
						.replace(/(?<=^\/extensions\/sources\/).*/, ':chunk')
				)
		);
		const unseen = OPEN_PATHS.filter(({ path }) => !seen.has(path) && !UNUSED_PATHS.test(path));
		expect(unseen).toEqual([]);
	});
});
