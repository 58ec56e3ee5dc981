import { test as base } from './webkit/webkit-test.ts';
import { Browser } from '../support/browser.ts';
import { Directus } from '../support/directus.ts';
import { servicePorts } from '../support/gateway-services.ts';
import { HostileService } from '../support/hostile-service.ts';
import { installation } from '../support/installation-under-test.ts';
import { expect } from './expect.ts';

// not with the test of journeys, which finds fault with what browsers say about refused scripts
base(
	'W04 W06 a page or script of a service never runs with the rights of a member @scripts @playwright',
	async ({ page, context }) => {
		const directus = new Directus(installation);
		const hostile = await HostileService.open(servicePorts()[1]);
		const { cookies } = await Browser.signedIn(await directus.makePerson());
		await context.addCookies(
			[...cookies].map(([name, value]) => ({
				name,
				value,
				url: installation.url,
				httpOnly: true,
				sameSite: name === 'signed_in' ? ('Lax' as const) : ('Strict' as const)
			}))
		);
		try {
			await page.goto('/articles');
			const outcome = await page.evaluate(async () => {
				const answer = await fetch('/gateway/hostile/page');
				const loaded = (element: HTMLElement) =>
					new Promise<string>((settle) => {
						element.onload = () => settle('ran');
						element.onerror = () => settle('refused');
						document.body.append(element);
					});
				const address = '/gateway/hostile/script.js';
				const worker = new Worker(address);
				const ran = new Promise<string>((settle) => {
					worker.onmessage = () => settle('ran');
					worker.onerror = () => settle('refused');
				});
				return {
					fetched: await answer.text(),
					script: await loaded(Object.assign(document.createElement('script'), { src: address })),
					module: await loaded(
						Object.assign(document.createElement('script'), { src: address, type: 'module' })
					),
					worker: await ran,
					serviceWorker: await navigator.serviceWorker.register(address).then(
						() => 'ran',
						() => 'refused'
					),
					title: document.title
				};
			});
			expect(outcome).toMatchObject({
				fetched: expect.stringContaining('A page'),
				script: 'refused',
				module: 'refused',
				worker: 'refused',
				serviceWorker: 'refused'
			});
			expect(outcome.title).not.toBe('hostile');
			expect(hostile.requests.map(({ url }) => url)).toEqual(['/base/page']);

			await page.goto('/gateway/hostile/page');
			await expect(page.getByText('A page')).toBeVisible();
			expect(await page.title()).toBe('service');
			expect(hostile.requests).toHaveLength(2);
		} finally {
			hostile.close();
			await directus.clear();
		}
	}
);
