import type { BrowserContext } from '@playwright/test';
import type { Context } from '../tab.ts';
import { WebkitDocument } from './document.ts';
import { WebkitTab } from './webkit-tab.ts';
import type { WebDriver } from './webdriver.ts';

type Cookies = Parameters<BrowserContext['addCookies']>[0];
type Forgotten = NonNullable<Parameters<BrowserContext['clearCookies']>[0]>;

/** A WebKit with cookies of its own, and its tabs. */
export class WebkitContext implements Context {
	readonly #driver: WebDriver;
	readonly #baseUrl: string;
	readonly #tabs: WebkitTab[] = [];
	/** The handle of the tab that the driver speaks to. */
	#current: string | null = null;

	constructor(driver: WebDriver, baseUrl: string) {
		this.#driver = driver;
		this.#baseUrl = baseUrl;
	}

	async newPage(): Promise<WebkitTab> {
		// the browser came with one
		const handle =
			this.#tabs.length === 0
				? await this.#driver.get<string>('/window')
				: (await this.#driver.post<{ handle: string }>('/window/new', { type: 'tab' })).handle;
		const document = new WebkitDocument(this.#driver, () => this.#turnTo(handle));
		const tab = new WebkitTab(document, this.#baseUrl);
		this.#current ??= handle;
		this.#tabs.push(tab);
		return tab;
	}

	async addCookies(cookies: Cookies): Promise<void> {
		for (const { url, name, value, httpOnly, sameSite } of cookies) {
			if (!url) throw new Error('WebKit needs the URL of the site of a cookie.');
			const { protocol } = new URL(url);
			await this.#visit(url);
			const secure = protocol === 'https:';
			const cookie = { name, value, path: '/', secure, httpOnly, sameSite };
			await this.#driver.post('/cookie', { cookie });
		}
	}

	async clearCookies({ name: which }: Forgotten = {}): Promise<void> {
		await this.#visit(this.#baseUrl);
		for (const { name } of await this.#driver.get<{ name: string }[]>('/cookie')) {
			const matchesName = which instanceof RegExp ? which.test(name) : (which ?? name) === name;
			if (matchesName) await this.#driver.delete(`/cookie/${name}`);
		}
	}

	close(): Promise<void> {
		return this.#driver.quit();
	}

	async #turnTo(handle: string): Promise<void> {
		if (this.#current === handle) return;
		await this.#driver.post('/window', { handle });
		this.#current = handle;
	}

	/**
	 * The driver knows only the cookies of the site that is open. Unless a page of it is, this opens its smallest file, for
	 * which no session is looked at.
	 */
	async #visit(site: string): Promise<void> {
		const tab = this.#tabs.at(-1);
		if (!tab) throw new Error('WebKit has cookies once it has a page.');
		const { origin } = new URL(site);
		const open = await tab.url();
		if (!URL.canParse(open) || new URL(open).origin !== origin)
			await tab.goto(`${origin}/favicon.svg`);
	}
}
