import { contentOf } from '../../directus/extensions/portico/emails/content.ts';
import { htmlOf } from '../../directus/extensions/portico/emails/layout.ts';
import { linkIn, mailTo } from '../support/mailbox.ts';
import { englishWordsOn } from './english-words.ts';
import { expect, instrumentedTest as test, notice } from './journey.ts';

// @playwright: the language of a browser is a setting that only Playwright's drivers have
test.use({ locale: 'de-DE' });

/** A small phone, or 400 % on a large screen (WCAG 2.2, 1.4.10). */
const NARROWEST = { width: 320, height: 640 };
const WALLED = '/articles/sixty-two-kilometres-of-shelter';

test('a German reader finds the site in German, and a choice of English stays @playwright', async ({
	page
}) => {
	await test.step('the first visit', async () => {
		await page.goto('/');
		await expect(page.locator('html')).toHaveAttribute('lang', 'de');
		await expect(page.getByRole('heading', { name: 'Mehr zu lesen' })).toBeVisible();
	});

	await test.step('the next pages, however the browser gets them', async () => {
		await page.getByRole('link', { name: 'Alle Artikel' }).click();
		await expect(page).toHaveURL('/articles');
		await expect(page.getByRole('heading', { name: 'Artikel', exact: true })).toBeVisible();
		await expect(page.getByText('Min. Lesezeit').first()).toBeVisible();
	});

	await test.step('what is wrong with a form', async () => {
		await page.getByRole('link', { name: 'Anmelden' }).click();
		await page.getByRole('button', { name: 'Anmelden' }).click();
		await expect(page.getByRole('alert')).toContainText('Geben Sie Ihre E-Mail-Adresse ein.');
	});

	await test.step('English, chosen in the footer', async () => {
		await page.getByRole('button', { name: 'English' }).click();
		await expect(page.locator('html')).toHaveAttribute('lang', 'en');
		await expect(page).toHaveURL(/\/signin/);
		await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
		await page.goto('/nowhere');
		await expect(page.getByRole('heading', { name: 'No such page' })).toBeVisible();
		await page.getByRole('link', { name: 'Go to the front page' }).click();
		await expect(page.getByRole('heading', { name: 'More to read' })).toBeVisible();
	});
});

test('a German reader signs in after a mistake, changes the profile and signs out, without a word of English @playwright', async ({
	page,
	person
}) => {
	const seesNoEnglish = async () => {
		// with scripts, once they have made the page theirs
		await page.waitForLoadState('networkidle');
		await expect(page.locator('html')).toHaveAttribute('lang', 'de');
		expect(await englishWordsOn(page), page.url()).toEqual([]);
	};

	await test.step('pages for everyone', async () => {
		for (const path of [
			'/',
			'/articles',
			WALLED,
			'/about',
			'/signup',
			'/forgot-password',
			'/nowhere'
		]) {
			await page.goto(path);
			await seesNoEnglish();
		}
	});

	await test.step('a wrong password', async () => {
		await page.goto(WALLED);
		await page.getByRole('link', { name: 'Anmelden und weiterlesen' }).click();
		await expect(page.getByRole('heading', { name: 'Anmelden' })).toBeVisible();
		await page.getByLabel('E-Mail-Adresse').fill(person.email);
		await page.getByLabel('Passwort', { exact: true }).fill('a wrong password');
		await page.getByRole('button', { name: 'Anmelden' }).click();
		await expect(page.getByRole('alert')).toContainText('passen nicht zusammen');
		await seesNoEnglish();
	});

	await test.step('the right one, and back to the article', async () => {
		await page.getByLabel('Passwort', { exact: true }).fill(person.password);
		await page.getByRole('button', { name: 'Anmelden' }).click();
		await expect(page).toHaveURL(WALLED);
		await expect(notice(page)).toContainText('Sie sind angemeldet.');
		await expect(page.getByText('For members')).toBeHidden();
		await seesNoEnglish();
	});

	await test.step('the profile, with a mistake', async () => {
		await page.goto('/profile');
		await seesNoEnglish();
		await page.getByLabel('Vorname').fill('A'.repeat(60));
		await page.getByRole('button', { name: 'Speichern' }).click();
		await expect(page.getByRole('alert')).toContainText('höchstens');
		await seesNoEnglish();
		await page.getByLabel('Vorname').fill('Ada');
		await page.getByRole('combobox', { name: 'Sprache' }).selectOption('Deutsch');
		await page.getByRole('button', { name: 'Speichern' }).click();
		await expect(notice(page)).toContainText('gespeichert');
		await seesNoEnglish();
	});

	await test.step('signing out', async () => {
		await page.getByRole('button', { name: 'Abmelden' }).click();
		await expect(notice(page)).toContainText('Sie sind abgemeldet.');
		await seesNoEnglish();
	});

	await test.step('a word of English, which would be found', async () => {
		await page.evaluate(() => document.body.append('Sign in'));
		expect(await englishWordsOn(page)).toEqual(['Sign in']);
	});
});

test('a member sets a language, which holds in every browser @playwright', async ({
	page,
	person,
	browser,
	signIn
}) => {
	await signIn();
	await page.goto('/profile');
	await page.getByRole('combobox', { name: 'Sprache' }).selectOption('English');
	await page.getByRole('button', { name: 'Speichern' }).click();
	await expect(page.getByRole('heading', { name: 'Your profile' })).toBeVisible();
	await expect(page.getByRole('combobox', { name: 'Language' })).toHaveValue('en');

	const elsewhere = await browser.newContext({ locale: 'de-DE' });
	const tab = await elsewhere.newPage();
	await tab.goto('/signin');
	await expect(tab.getByRole('heading', { name: 'Anmelden' })).toBeVisible();
	await tab.getByLabel('E-Mail-Adresse').fill(person.email);
	await tab.getByLabel('Passwort', { exact: true }).fill(person.password);
	await tab.getByRole('button', { name: 'Anmelden' }).click();
	await expect(tab.getByRole('heading', { name: 'Your profile' })).toBeVisible();
	await elsewhere.close();
});

test('a German reader gets a new password by an email in German @playwright', async ({
	page,
	person
}) => {
	const mail = await test.step('from the first visit to the email', async () => {
		await page.goto('/');
		await page.getByRole('link', { name: 'Anmelden' }).click();
		await page.getByRole('link', { name: 'Passwort vergessen?' }).click();
		await expect(page.getByRole('heading', { name: 'Neues Passwort festlegen' })).toBeVisible();
		await page.getByLabel('E-Mail-Adresse').fill(person.email);
		await page.getByRole('button', { name: 'Link senden' }).click();
		await expect(page.getByRole('heading', { name: 'Prüfen Sie Ihre E-Mails' })).toBeVisible();
		return mailTo(person.email);
	});

	await test.step('the email is in German, and so is the page of its button', async () => {
		expect(mail.subject).toMatch(/^Neues Passwort für .+ festlegen$/);
		const link = linkIn(mail).href;
		// away from the site, whose policy allows no style of an email
		await page.goto('about:blank');
		await page.setContent(mail.html);
		await expect(page.getByRole('heading', { name: 'Neues Passwort festlegen' })).toBeVisible();
		await expect(page.getByText('24 Stunden gültig')).toBeVisible();
		const button = page.getByRole('link', { name: 'Neues Passwort wählen' });
		await expect(button).toHaveAttribute('href', link);
		await page.goto(link);
		await expect(
			page.getByRole('heading', { name: 'Wählen Sie ein neues Passwort' })
		).toBeVisible();
	});

	await test.step('the new password counts', async () => {
		await page.getByLabel('Neues Passwort').fill('ein neues Passwort');
		await page.getByRole('button', { name: 'Passwort speichern' }).click();
		await expect(notice(page)).toContainText('Ihr Passwort wurde geändert.');
	});
});

for (const [width, percent] of [
	[320, 150],
	[390, 200]
] as const) {
	test(`the header fits a window of ${width} pixels with text of ${percent} % @playwright`, async ({
		page,
		signIn
	}) => {
		await page.setViewportSize({ width, height: 640 });
		const widthOf = async (path: string) => {
			await page.goto(path);
			return page.evaluate((size) => {
				document.documentElement.style.fontSize = size;
				return document.documentElement.scrollWidth;
			}, `${percent}%`);
		};
		expect(await widthOf('/signin')).toBeLessThanOrEqual(width);
		await signIn();
		expect(await widthOf('/profile')).toBeLessThanOrEqual(width);
	});
}

test('an email fits a phone, however long its words are @playwright', async ({ page }) => {
	const site = 'x'.repeat(255);
	const origin = 'https://site.example';
	const email = `${'y'.repeat(64)}@${'z'.repeat(60)}.example`;
	const href = `${origin}/signin`;
	const occasion = { site, email, href, forgotHref: href, validity: null };
	const look = { name: site, origin, color: '#1d5540', logo: null };
	await page.setViewportSize(NARROWEST);
	await page.setContent(htmlOf(contentOf('known', occasion, 'de'), look, 'de'));
	const emailWidth = await page.evaluate(() => document.documentElement.scrollWidth);
	expect(emailWidth).toBeLessThanOrEqual(NARROWEST.width);
});
