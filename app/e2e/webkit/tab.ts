import { writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Tab } from '../tab.ts';
import type { WebkitDocument } from './document.ts';
import { WebkitScope } from './element.ts';

/** The W3C's characters for keys that write none. */
const KEYS: Record<string, string> = { Tab: '\uE004', Enter: '\uE006' };

const PATIENCE_MILLISECONDS = 20_000;
const PAUSE_MILLISECONDS = 50;

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
		await this.document.post('/url', { url: this.resolve(address) });
	}

	async reload(): Promise<void> {
		await this.document.post('/refresh');
	}

	async goBack(): Promise<void> {
		await this.#travel('back');
	}

	async goForward(): Promise<void> {
		await this.#travel('forward');
	}

	url(): Promise<string> {
		return this.evaluate(() => location.href);
	}

	title(): Promise<string> {
		return this.evaluate(() => document.title);
	}

	evaluate<R>(look: () => R): Promise<R> {
		return this.document.call(`${look}`, []);
	}

	/** Takes a picture of what is in view; WebKit's driver takes none of the rest. */
	async screenshot({ path }: { path: string }): Promise<Buffer> {
		const picture = Buffer.from(await this.document.get<string>('/screenshot'), 'base64');
		await writeFile(path, picture);
		return picture;
	}

	/** Makes room for a page of this size: the window is larger by what surrounds the page. */
	async setViewportSize({ width, height }: { width: number; height: number }): Promise<void> {
		await this.document.post('/window/rect', { width, height });
		const inside = await this.evaluate(() => ({ width: innerWidth, height: innerHeight }));
		await this.document.post('/window/rect', {
			width: width + (width - inside.width),
			height: height + (height - inside.height)
		});
	}

	/**
	 * Goes back or forward. The driver's own command never returns where that leads to another site, so the page is asked
	 * to do it; then the page is another one, or is at another address.
	 */
	async #travel(direction: 'back' | 'forward'): Promise<void> {
		const before = await this.#where();
		await this.document.call(`() => history.${direction}()`, []);
		const deadline = Date.now() + PATIENCE_MILLISECONDS;
		while ((await this.#where()) === before) {
			if (Date.now() > deadline) throw new Error(`Going ${direction} leads nowhere.`);
			await delay(PAUSE_MILLISECONDS);
		}
	}

	#where(): Promise<string> {
		return this.evaluate(() => `${performance.timeOrigin} ${location.href}`);
	}

	async #strike(keys: string[]): Promise<void> {
		const actions = keys.flatMap((value) => [
			{ type: 'keyDown', value },
			{ type: 'keyUp', value }
		]);
		await this.document.post('/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
	}
}
