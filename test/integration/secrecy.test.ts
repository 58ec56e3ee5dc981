import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, Browser } from '../support/browser.ts';
import { Directus } from '../support/directus.ts';
import { everyRoute } from '../support/every-route.ts';
import { installation } from '../support/installation-under-test.ts';
import { startApp } from '../support/own-app.ts';
import { Relay } from '../support/relay.ts';
import type { Route } from '../support/built-routes.ts';

const directus = new Directus(installation);
let routes: Route[];
beforeAll(async () => {
	routes = await everyRoute(directus);
});
afterAll(() => directus.clear());

/** Files that the site serves to browsers. */
const CLIENT = path.resolve(import.meta.dirname, '../../app/build/client');
/** How every JWT begins. */
const JWT = /eyJ[\w-]{10,}/;

test('S02 no token is in any page, data, answer to a form or header besides Set-Cookie', async () => {
	const browser = await Browser.signedIn(await directus.makePerson());
	const tokens = ['access_token', 'refresh_token'].map((name) => browser.cookies.get(name) ?? '');
	const pages = routes.filter(({ isPage }) => isPage).map(({ path }) => path);
	const actions = routes.flatMap(({ actions }) => actions).filter((path) => path !== '/logout');

	const answers = new Map<string, Answer>();
	for (const { path } of routes) answers.set(path, await browser.visit(path));
	for (const path of pages) answers.set(`data of ${path}`, await browser.data(path));
	for (const path of actions) {
		answers.set(`form ${path}`, await browser.submit(path, {}));
		answers.set(`enhanced form ${path}`, await browser.enhancedSubmit(path, {}));
	}
	answers.set('an error page', await browser.visit('/nowhere'));
	answers.set('sign-out', await browser.submit('/logout', {}));

	expect(answers.size).toBeGreaterThan(30);
	for (const [what, answer] of answers) {
		const text = shown(answer);
		expect(text, what).not.toMatch(JWT);
		for (const token of tokens) expect(text.includes(token), what).toBe(false);
	}
});

test('S02 no token is in the response to a sign-in besides Set-Cookie', async () => {
	const person = await directus.makePerson();
	const { email, password } = person;
	for (const answer of [
		await new Browser().signIn(person),
		await new Browser().enhancedSubmit('/signin?/login', { email, password })
	]) {
		expect(shown(answer)).not.toMatch(JWT);
		expect(shown(answer)).not.toContain(password);
	}
});

test('S04 files for browsers contain no secret and no name of a server behind the site', async () => {
	const names = (await readdir(CLIENT, { recursive: true, withFileTypes: true }))
		.filter((entry) => entry.isFile() && !/\.(br|gz)$/.test(entry.name))
		.map(({ parentPath, name }) => path.join(parentPath, name));
	expect(names.length).toBeGreaterThan(10);

	const variables = await readFile(path.join(CLIENT, '../../src/env.ts'), 'utf8');
	const secretWords = [
		...variables.matchAll(/^\t([A-Z][A-Z_]+): \{$/gm).map(([, name = '']) => name),
		...Object.values(installation.administrator),
		new URL(installation.directusUrl).host,
		`127.0.0.1:${new URL(installation.directusUrl).port}`,
		'@directus/sdk',
		'/portico/session',
		'refresh_token'
	];
	expect(secretWords).toContain('DIRECTUS_URL');
	for (const name of names) {
		const text = await readFile(name, 'latin1');
		for (const word of secretWords) expect(text.includes(word), `${word} in ${name}`).toBe(false);
	}
});

test('passwords are never repeated on a page', async () => {
	const password = 'a password nobody uses';
	for (const path of routes.flatMap(({ actions }) => actions)) {
		const fields = { email: 'no address', password, token: 'x', first_name: 'a'.repeat(51) };
		const answer = await new Browser().submit(path, fields);
		expect(answer.body.includes(password), path).toBe(false);
	}
});

test('S03 H06 no token, password or reset link is in an address sent to Directus or in the log', async () => {
	const relay = await Relay.to(installation.directusUrl);
	const app = await startApp({ DIRECTUS_URL: relay.url, LOG_LEVEL: 'trace' });
	const person = await directus.makePerson();
	const browser = await Browser.signedIn(person, app.url);
	const secrets = [person.password, 'wrong-password', 'reset-token', ...browser.cookies.values()];

	for (const { path } of routes) await browser.visit(path);
	await browser.submit('/profile?/save', { opened_by: person.id, first_name: 'Ada' });
	await browser.submit('/logout', {});
	await new Browser(app.url).signIn({ ...person, password: 'wrong-password' });
	const reset = { token: 'reset-token', password: 'wrong-password' };
	await browser.submit('/reset-password', reset);
	relay.fault = () => ({ status: 500, body: `{"errors":[{"message":"${person.password}"}]}` });
	await browser.signIn(person);
	await app.stop();
	await relay.close();

	const addresses = relay.requests.map(({ path }) => path).join('\n');
	expect(app.output()).toContain('request failed');
	for (const secret of secrets.filter((value) => value !== '1')) {
		expect(addresses.includes(secret)).toBe(false);
		expect(app.output().includes(secret)).toBe(false);
	}
	expect(app.output()).not.toMatch(JWT);
});

/** The part of a response that scripts of the page can read: its body, and its headers without Set-Cookie. */
function shown({ body, headers }: Answer): string {
	const visible = [...headers].filter(([name]) => name !== 'set-cookie');
	return `${visible.join('\n')}\n\n${body}`;
}
