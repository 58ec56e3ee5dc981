import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { get } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { LARGEST_SIDE, PICTURE_WIDTHS } from '@portico/contract/pictures.ts';
import { editor } from '../../directus/access/roles.ts';
import { Browser } from '../support/browser.ts';
import { Directus } from '../support/directus.ts';
import { installation } from '../support/installation-under-test.ts';
import { type OwnApp, startApp } from '../support/own-app.ts';
import { type Fault, Relay } from '../support/relay.ts';
import { png } from '../support/png.ts';

const directus = new Directus(installation);
const guest = new Browser();
let picture: string;
let hidden: string;
beforeAll(async () => {
	const content = await readFile(new URL('../../app/static/apple-touch-icon.png', import.meta.url));
	[picture, hidden] = await Promise.all([
		directus.makeFile(content, 'image/png', 'public'),
		directus.makeFile(content, 'image/png', 'private')
	]);
});
afterAll(() => directus.clear());

describe('a public file', () => {
	test('is served as an image that cannot run scripts', async () => {
		const { status, headers } = await guest.visit(`/assets/${picture}`);
		expect(status).toBe(200);
		expect(headers.get('content-type')).toBe('image/png');
		expect(headers.get('cache-control')).toBe('public, no-cache');
		expect(headers.get('content-security-policy')).toContain('sandbox');
		expect(headers.getSetCookie()).toEqual([]);
	});

	test('is cached without a time limit under the address of its version, and revalidated under any other', async () => {
		const plain = await guest.visit(`/assets/${picture}`);
		const version = plain.headers.get('etag')?.replaceAll('"', '');
		const caching = async (query: string) =>
			(await guest.visit(`/assets/${picture}?${query}`)).headers.get('cache-control');
		for (const same of [version, `${version}.000`, `${version}.999`, `${version}.000-17`])
			expect(await caching(`v=${same}`), same).toBe('public, max-age=31536000, immutable');
		expect(await caching(`key=portico-320&v=${version}`)).toBe(
			'public, max-age=31536000, immutable'
		);
		for (const other of [
			'',
			'0',
			`${Number(version) + 1}`,
			`"${version}"`,
			`${version}x`,
			`${version}.`
		])
			expect(await caching(`v=${encodeURIComponent(other)}`), other).toBe('public, no-cache');
	});

	test('is drawn as WebP by our presets, whatever formats the browser accepts', async () => {
		for (const accept of ['image/avif,image/webp,*/*', 'image/*', 'image/avif']) {
			const other = await fetch(`${installation.url}/assets/${picture}?key=portico-640`, {
				headers: { accept }
			});
			expect(other.headers.get('content-type')).toBe('image/webp');
			expect(other.headers.has('vary')).toBe(false);
			expect(Buffer.from(await other.arrayBuffer()).toString('latin1', 8, 12)).toBe('WEBP');
		}
	});

	test('is served in ranges', async () => {
		const whole = await fetch(`${installation.url}/assets/${picture}`);
		const bytes = Buffer.from(await whole.arrayBuffer());
		const part = await fetch(`${installation.url}/assets/${picture}`, {
			headers: { range: 'bytes=10-19' }
		});
		expect(part.status).toBe(206);
		expect(part.headers.get('content-range')).toBe(`bytes 10-19/${bytes.length}`);
		expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(10, 20));
	});

	test('is served in a range of its first byte alone', async () => {
		const size = (await guest.visit(`/assets/${picture}`)).headers.get('content-length');
		const part = await fetch(`${installation.url}/assets/${picture}`, {
			headers: { range: 'bytes=0-0' }
		});
		expect(part.status).toBe(206);
		expect(part.headers.get('content-range')).toBe(`bytes 0-0/${size}`);
		expect((await part.arrayBuffer()).byteLength).toBe(1);
	});

	test.each(['bytes=-5', 'bytes=0-1,4-5', 'bytes=9-2', 'items=0-1', 'bytes=x-'])(
		'is served whole for an unsupported range: %s',
		async (range) => {
			const { status, headers } = await guest.visit(`/assets/${picture}`, { range });
			expect([status, headers.has('content-range')]).toEqual([200, false]);
		}
	);

	test('is served in a range only while If-Range names its version', async () => {
		const { headers } = await guest.visit(`/assets/${picture}`);
		const same = [headers.get('etag'), headers.get('last-modified')].filter((one) => one !== null);
		expect(same.length).toBeGreaterThan(0);
		const rangeRequest = (range: string, ifRange: string) =>
			guest.visit(`/assets/${picture}`, { range, 'if-range': ifRange });
		for (const range of ['bytes=10-19', 'bytes=0-0', 'bytes=5-']) {
			for (const validator of same)
				expect((await rangeRequest(range, validator)).status, `${range} ${validator}`).toBe(206);
			for (const other of ['"another"', 'Mon, 01 Jan 2001 00:00:00 GMT', 'W/"x"'])
				expect((await rangeRequest(range, other)).status, `${range} ${other}`).toBe(200);
		}
	});

	test('answers 416 for a range beyond its end', async () => {
		const { status } = await guest.visit(`/assets/${picture}`, { range: 'bytes=99999999-' });
		expect(status).toBe(416);
	});

	test('answers 304 to a browser that has it', async () => {
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

	test('is the same for a member, and reveals nothing of the session to caches', async () => {
		const member = await Browser.signedIn(await directus.makePerson());
		const { status, headers } = await member.visit(`/assets/${picture}`);
		expect(status).toBe(200);
		expect(headers.getSetCookie()).toEqual([]);
	});

	test('that is large arrives completely, however slowly it is read', async () => {
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
	])('requested with ?%s is served or refused, never an error', async (query) => {
		const { status } = await guest.visit(`/assets/${picture}?${query}`);
		expect([200, 400, 404]).toContain(status);
	});
});

describe('a picture that is wider than any page', () => {
	let wide: string;
	beforeAll(async () => {
		wide = await directus.makeFile(png(2_000, 500), 'image/png', 'public');
	});

	test.each(PICTURE_WIDTHS)('is %d pixels wide with a preset of that width', async (width) => {
		const answer = await fetch(`${installation.url}/assets/${wide}?key=portico-${width}`);
		expect(answer.headers.get('content-type')).toBe('image/webp');
		expect(sizeOf(Buffer.from(await answer.arrayBuffer()))).toEqual([width, width / 4]);
	});

	test.each([
		'width=320',
		'width=9999&height=7&fit=cover&quality=3',
		'format=avif',
		'format=auto',
		'key=nowhere',
		'key=system-small-cover',
		'key=portico-321',
		'transforms=[["blur",45]]'
	])('D31 requested with ?%s is served in its original size', async (query) => {
		const answer = await fetch(`${installation.url}/assets/${wide}?${query}`);
		expect(answer.headers.get('content-type')).toBe('image/png');
		const png = Buffer.from(await answer.arrayBuffer());
		expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2000, 500]);
	});

	test('with more pixels than most cameras have is drawn by its preset, too', async () => {
		const id = await directus.makeFile(png(LARGEST_SIDE, 40), 'image/png', 'public');
		const answer = await fetch(`${installation.url}/assets/${id}?key=portico-320`);
		expect(answer.headers.get('content-type')).toBe('image/webp');
	});

	test.each([
		['that is too large to be drawn', png(LARGEST_SIDE + 1, 1)],
		['that is broken', png(600, 400).subarray(0, 80)]
	])('%s is served in its original size', async (_what, content) => {
		const id = await directus.makeFile(content, 'image/png', 'public');
		const answer = await fetch(`${installation.url}/assets/${id}?key=portico-320`);
		expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
		expect(Buffer.from(await answer.arrayBuffer())).toEqual(content);
	});

	test('D31 requested by a preset with further parameters is drawn by the preset', async () => {
		const query = 'key=portico-320&key=portico-640&width=7&format=avif&transforms=[["blur",45]]';
		const answer = await fetch(`${installation.url}/assets/${wide}?${query}`);
		expect(sizeOf(Buffer.from(await answer.arrayBuffer()))).toEqual([320, 80]);
	});

	test('is never enlarged', async () => {
		const answer = await fetch(`${installation.url}/assets/${picture}?key=portico-1600`);
		expect(sizeOf(Buffer.from(await answer.arrayBuffer()))).toEqual([180, 180]);
	});
});

describe('a file that is not public', () => {
	test('is a 404 for guests and members', async () => {
		const member = await Browser.signedIn(await directus.makePerson());
		for (const browser of [guest, member]) {
			const answer = await browser.visit(`/assets/${hidden}`);
			const missing = await browser.visit('/assets/00000000-0000-4000-8000-000000000000');
			expect([answer.status, missing.status]).toEqual([404, 404]);
		}
	});

	test('is served to people with permission, and not cacheable', async () => {
		const browser = await Browser.signedIn(await directus.makePerson({ role: editor.id }));
		const { status, headers } = await browser.visit(`/assets/${hidden}`);
		expect(status).toBe(200);
		expect(headers.get('cache-control')).toBe('private, no-store');
		const version = headers.get('etag')?.replaceAll('"', '');
		const versioned = await browser.visit(`/assets/${hidden}?v=${version}`);
		expect(versioned.headers.get('cache-control')).toBe('private, no-store');
	});
});

test('a cover is served only while its article is published', async () => {
	const cover = await directus.makeFile(png(3, 2), 'image/png', 'cover');
	const article = await directus.makeArticle({ audience: 'premium', cover });
	const key = `/items/articles/${article.id}`;
	const there = async () => (await guest.visit(`/assets/${cover}?key=portico-320`)).status;
	expect(await there()).toBe(200);
	await directus.send('PATCH', key, { status: 'draft' });
	expect(await there()).toBe(404);
	await directus.send('PATCH', key, { status: 'published' });
	expect(await there()).toBe(200);
	await directus.send('PATCH', key, { cover: null });
	expect(await there()).toBe(404);
});

describe('requests for pictures to Directus:', () => {
	let relay: Relay;
	let app: OwnApp;
	beforeAll(async () => {
		relay = await Relay.to(installation.directusUrl);
		app = await startApp({ DIRECTUS_URL: relay.url });
	});
	beforeEach(() => {
		relay.fault = () => 'pass';
		relay.requests.length = 0;
	});
	afterAll(() => Promise.all([app.stop(), relay.close()]));

	test('a picture that the browser has is revalidated with Directus, not drawn or sent again', async () => {
		const path = `/assets/${picture}?key=portico-320`;
		const { headers } = await new Browser(app.url).visit(path);
		const condition = { 'if-none-match': headers.get('etag') ?? '' };
		const again = await new Browser(app.url).visit(path, condition);
		expect([again.status, again.body]).toEqual([304, '']);
		expect(again.headers.get('cache-control')).toBe('public, no-cache');
		expect(relay.requests.map(({ status }) => status)).toEqual([200, 304]);
	});

	test('a picture that the browser has is not sent to it, even if Directus sends it', async () => {
		const tagged = {
			status: 200,
			body: 'a picture',
			headers: { etag: '"1"', 'content-disposition': 'inline' }
		};
		relay.fault = () => tagged;
		const { status, body } = await new Browser(app.url).visit(`/assets/${picture}`, {
			'if-none-match': '"1"'
		});
		expect([status, body]).toEqual([304, '']);
	});

	test('a request for a picture is retried while Directus is too busy', async () => {
		let busy = true;
		relay.fault = () => {
			const fault: Fault = busy ? { status: 503, body: '' } : 'pass';
			busy = false;
			return fault;
		};
		const { status } = await new Browser(app.url).visit(`/assets/${picture}?key=portico-640`);
		expect(status).toBe(200);
		expect(relay.requests).toHaveLength(2);
	});

	test('D31 a picture with a preset that Directus lacks is served in its original size', async () => {
		const unknown = { errors: [{ message: 'x', extensions: { code: 'INVALID_QUERY' } }] };
		relay.fault = ({ path }) =>
			path.includes('key=') ? { status: 400, body: JSON.stringify(unknown) } : 'pass';
		const answer = await fetch(`${app.url}/assets/${picture}?key=portico-320`);
		expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
	});

	/** All that the site reads of Directus as a guest. */
	const KNOWN =
		/^\/(assets\/[0-9a-f-]{36}|items\/\w+|portico\/(permissions|teasers|policy|ready|redirects))(\?|$)/;

	test('requests for pictures do not pile up while Directus hangs', async () => {
		relay.fault = () => 'hang';
		const refused = vi.fn();
		const visits = Array.from({ length: 220 }, async () => {
			const { status } = await new Browser(app.url).visit(`/assets/${picture}?key=portico-960`);
			if (status === 503) refused();
			return status;
		});
		// three are requested, two hundred wait
		await vi.waitUntil(() => refused.mock.calls.length === 220 - 203, { timeout: 10_000 });
		expect(relay.requests.length).toBeLessThanOrEqual(3);
		relay.fault = () => 'pass';
		relay.release();
		const statuses = await Promise.all(visits);
		expect(statuses.filter((status) => status === 200)).toHaveLength(203);
	});

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
	])('H10 the invented path %s reaches no other endpoint of Directus', async (path) => {
		const { status } = await new Browser(app.url).visit(path);
		expect(status).toBe(404);
		for (const { path } of relay.requests) expect(path).toMatch(KNOWN);
	});
});

/** The width and height in the header of a WebP (RFC 9649): lossy, lossless, extended. */
function sizeOf(webp: Buffer): [number, number] {
	expect(webp.toString('latin1', 8, 12)).toBe('WEBP');
	const kind = webp.toString('latin1', 12, 16);
	if (kind === 'VP8 ') return [webp.readUInt16LE(26) & 0x3fff, webp.readUInt16LE(28) & 0x3fff];
	if (kind === 'VP8X') return [webp.readUIntLE(24, 3) + 1, webp.readUIntLE(27, 3) + 1];
	const bits = webp.readUInt32LE(21);
	return [(bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1];
}

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
