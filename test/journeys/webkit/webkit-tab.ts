import { writeFile } from 'node:fs/promises';
import type { Tab } from '../tab.ts';
import type { WebkitDocument } from './document.ts';
import { WebkitScope } from './element.ts';
import { waitFor } from './wait.ts';

/** The W3C's characters for keys that write none. */
const KEYS: Record<string, string> = { Tab: '\uE004', Enter: '\uE006' };

/** A tab of WebKit. */
export class WebkitTab extends WebkitScope implements Tab {
	readonly #baseUrl: string;
	readonly keyboard = {
		press: (key: string) => this.#strike([KEYS[key] ?? key]),
		type: (text: string) => this.#strike([...text])
	};

	constructor(document: WebkitDocument, baseUrl: string) {
		super(document, []);
		this.#baseUrl = baseUrl;
	}

	/** The whole address that a path of the site stands for. */
	resolve(address: string): string {
		return new URL(address, this.#baseUrl).href;
	}

	async goto(address: string): Promise<void> {
		await this.#navigate('loaded', () =>
			this.document.post('/url', { url: this.resolve(address) })
		);
	}

	async reload(): Promise<void> {
		await this.#navigate('loaded', () => this.document.post('/refresh'));
	}

	/** Goes back; a page that the browser has kept (bfcache) is not loaded, so nothing of it is waited for. */
	async goBack(): Promise<void> {
		await this.#navigate('there', () => this.document.run('history.back()'));
	}

	async goForward(): Promise<void> {
		await this.#navigate('there', () => this.document.run('history.forward()'));
	}

	url(): Promise<string> {
		return this.evaluate(() => location.href);
	}

	title(): Promise<string> {
		return this.evaluate(() => document.title);
	}

	evaluate<R>(look: () => R): Promise<R> {
		return this.document.call(String(look), []);
	}

	/** Takes a picture of the visible part; WebKit's driver takes none of the rest. */
	async screenshot({ path }: { path: string }): Promise<Buffer> {
		const picture = await this.document.picture();
		await writeFile(path, picture);
		return picture;
	}

	/** Makes room for a page of this size: the window is larger by its borders and bars. */
	async setViewportSize({ width, height }: { width: number; height: number }): Promise<void> {
		await this.document.post('/window/rect', { width, height });
		const inside = await this.evaluate(() => ({ width: innerWidth, height: innerHeight }));
		await this.document.post('/window/rect', {
			width: width + (width - inside.width),
			height: height + (height - inside.height)
		});
	}

	/** Does something that leads to another page or address, and waits until the tab is there, or has loaded it. */
	async #navigate(until: 'there' | 'loaded', leave: () => Promise<void>): Promise<void> {
		const before = await this.#where();
		await leave();
		await waitFor(async () => {
			const { page, isLoaded } = await this.#where();
			return page !== before.page && (isLoaded || until === 'there') ? page : null;
		}, `The tab stays at ${before.page}`);
	}

	/** Which page this is: an address may be opened twice. */
	#where(): Promise<{ page: string; isLoaded: boolean }> {
		return this.evaluate(() => ({
			page: `${location.href} ${performance.timeOrigin}`,
			isLoaded: document.readyState === 'complete'
		}));
	}

	async #strike(keys: string[]): Promise<void> {
		const actions = keys.flatMap((value) => [
			{ type: 'keyDown', value },
			{ type: 'keyUp', value }
		]);
		await this.document.post('/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
	}
}
