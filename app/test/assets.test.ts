import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { get } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { editor } from '../../directus/access/roles.ts';
import { Browser } from './browser.ts';
import { Directus } from './directus.ts';
import { installation } from './installation.ts';
import { type OwnApp, startApp } from './own-app.ts';
import { Relay } from './faults/relay.ts';

const directus = new Directus(installation);
const guest = new Browser();
let picture: string;
let hidden: string;
beforeAll(async () => {
	const content = await readFile(new URL('../static/apple-touch-icon.png', import.meta.url));
	[picture, hidden] = await Promise.all([
		directus.makeFile(content, 'image/png', 'public'),
		directus.makeFile(content, 'image/png', 'private')
	]);
});
afterAll(() => directus.clear());

describe('a file that everybody may see', () => {
	test('is served to be looked at, not run', async () => {
		const { status, headers } = await guest.visit(`/assets/${picture}`);
		expect(status).toBe(200);
		expect(headers.get('content-type')).toBe('image/png');
		expect(headers.get('cache-control')).toMatch(/^public, max-age=\d+/);
		expect(headers.get('content-security-policy')).toContain('sandbox');
		expect(headers.getSetCookie()).toEqual([]);
	});

	test('comes in other sizes and formats', async () => {
		const small = await fetch(`${installation.url}/assets/${picture}?width=90&format=png`);
		const png = Buffer.from(await small.arrayBuffer());
		expect({ width: png.readUInt32BE(16), height: png.readUInt32BE(20) }).toEqual({
			width: 90,
			height: 90
		});
		const other = await fetch(`${installation.url}/assets/${picture}?format=webp`);
		expect(other.headers.get('content-type')).toBe('image/webp');
		expect(Buffer.from(await other.arrayBuffer()).toString('latin1', 8, 12)).toBe('WEBP');
	});

	test('comes in parts', async () => {
		const whole = await fetch(`${installation.url}/assets/${picture}`);
		const bytes = Buffer.from(await whole.arrayBuffer());
		const part = await fetch(`${installation.url}/assets/${picture}`, {
			headers: { range: 'bytes=10-19' }
		});
		expect(part.status).toBe(206);
		expect(part.headers.get('content-range')).toBe(`bytes 10-19/${bytes.length}`);
		expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(10, 20));
	});

	test('in a part that it does not have: 416', async () => {
		const { status } = await guest.visit(`/assets/${picture}`, { range: 'bytes=99999999-' });
		expect(status).toBe(416);
	});

	test('is not sent again to whoever has it', async () => {
		const { headers } = await guest.visit(`/assets/${picture}`);
		const etag = headers.get('etag');
		expect(etag).not.toBeNull();
		const again = await guest.visit(`/assets/${picture}`, { 'if-none-match': etag ?? '' });
		expect([again.status, again.body]).toEqual([304, '']);
	});

	test('answers HEAD without a body', async () => {
		const { status, headers, body } = await guest.send('HEAD', `/assets/${picture}`);
		expect(status).toBe(200);
		expect(headers.get('content-type')).toBe('image/png');
		expect(body).toBe('');
	});

	test('is the same for a member, who gives nothing of the session to caches', async () => {
		const member = await Browser.signedIn(await directus.makePerson());
		const { status, headers } = await member.visit(`/assets/${picture}`);
		expect(status).toBe(200);
		expect(headers.getSetCookie()).toEqual([]);
	});

	test('that is large arrives whole, however slowly it is read', async () => {
		const content = randomBytes(24 * 1024 * 1024);
		const id = await directus.makeFile(content, 'application/octet-stream', 'public');
		const { hash, seconds } = await readSlowly(`${installation.url}/assets/${id}`);
		expect(seconds).toBeGreaterThan(6); // longer than any answer of Directus may take
		expect(hash).toBe(createHash('sha256').update(content).digest('hex'));
	});

	test.each([
		'width=-1',
		'width=0',
		'width=x',
		'width=99999999',
		'width=100&width=200',
		'height=1e9',
		'fit=banana',
		'format=exe',
		'quality=1000',
		'key=nowhere',
		'transforms=[["blur",900]]',
		'download',
		'access_token=x',
		'width[]=1'
	])('asked for with ?%s gives a picture or says no, never an error', async (query) => {
		const { status } = await guest.visit(`/assets/${picture}?${query}`);
		expect([200, 400, 404]).toContain(status);
	});
});

describe('a file that not everybody may see', () => {
	test('is not there for guests and members', async () => {
		const member = await Browser.signedIn(await directus.makePerson());
		for (const browser of [guest, member]) {
			const answer = await browser.visit(`/assets/${hidden}`);
			const missing = await browser.visit('/assets/00000000-0000-4000-8000-000000000000');
			expect([answer.status, missing.status]).toEqual([404, 404]);
		}
	});

	test('is served to whoever may see it, and kept by no cache', async () => {
		const browser = await Browser.signedIn(await directus.makePerson({ role: editor.id }));
		const { status, headers } = await browser.visit(`/assets/${hidden}`);
		expect(status).toBe(200);
		expect(headers.get('cache-control')).toBe('private, no-store');
	});
});

describe('H10 an address made up by somebody', () => {
	let relay: Relay;
	let app: OwnApp;
	beforeAll(async () => {
		relay = await Relay.to(installation.directusUrl);
		app = await startApp({ DIRECTUS_URL: relay.url });
	});
	afterAll(() => Promise.all([app.stop(), relay.close()]));

	/** All that the site reads of Directus as a guest. */
	const KNOWN = /^\/(assets\/[0-9a-f-]{36}|items\/\w+|portico\/(teasers|policy|ready))(\?|$)/;

	test.each([
		'/assets/../users/me',
		'/assets/..%2fusers%2fme',
		'/assets/%2e%2e%2fserver%2finfo',
		'/assets/..%252fusers',
		'/assets/..\\users',
		'/assets/x',
		'/assets/00000000-0000-4000-8000-000000000000%2f..%2f..%2fusers',
		'/assets/00000000-0000-4000-8000-000000000000/../../users',
		'/assets/00000000-0000-4000-8000-000000000000%00',
		'/assets/00000000-0000-4000-8000-000000000000?access_token=x&key=..%2fusers',
		'/assets/http:%2f%2fevil.example',
		'/assets/@evil.example',
		'/articles/..%2f..%2fusers',
		'/articles/x%3Faccess_token=y%23',
		'/articles/x&fields=*',
		'/categories/..%2f..%2fsettings',
		'/..%2fsettings?limit=-1&fields=*&filter[id]=1',
		'/users/me'
	])('%s reaches nothing else of Directus', async (path) => {
		relay.requests.length = 0;
		const { status } = await new Browser(app.url).visit(path);
		expect(status).toBe(404);
		for (const { path } of relay.requests) expect(path).toMatch(KNOWN);
	});
});

/** Reads an answer in gulps with pauses that outlast every timeout, as over a thin line. */
function readSlowly(url: string): Promise<{ hash: string; seconds: number }> {
	const started = performance.now();
	return new Promise((resolve, reject) => {
		get(url, { agent: false }, (response) => {
			const hash = createHash('sha256');
			response.on('error', reject);
			response.on('data', (chunk: Buffer) => hash.update(chunk));
			response.on('end', () => {
				resolve({ hash: hash.digest('hex'), seconds: (performance.now() - started) / 1000 });
			});
			response.pause();
			setTimeout(() => response.resume(), 7_000);
		}).on('error', reject);
	});
}
