// Requests that would end an unprotected Directus: tests with a Directus of their own, which may end.
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type OwnDirectus, startDirectus } from '../support/own-directus.ts';
import { editing } from '../../directus/access/policies.ts';
import type { ExtensionFolder } from '../support/extension-folder.ts';
import { makeFailing } from '../support/failing-extension.ts';
import { asTheApp } from '../support/app-proof.ts';

/** A generous timeout: no test here measures speed. */
const POLL = { timeout: 50_000 };
const BOUNDARY = 'boundary';

let extensions: ExtensionFolder;
let own: OwnDirectus;
let token: string;
let hasEnded = false;
beforeAll(async () => {
	extensions = await makeFailing();
	own = await startDirectus({
		...extensions.variables,
		LOG_STYLE: 'raw',
		// a request that a busy Directus refuses never runs
		PRESSURE_LIMITER_ENABLED: 'false'
	});
	await signIn();
}, 300_000);
beforeEach(async () => {
	if (hasEnded) await own.restart();
	hasEnded = false;
});
afterAll(async () => {
	await own.end();
	await extensions.remove();
});

async function signIn(): Promise<void> {
	const { data } = await callDirectus<{ access_token: string }>('/portico/session', {
		body: own.administrator
	});
	token = data.access_token;
}

interface Options {
	method?: string;
	body?: unknown;
	headers?: Record<string, string>;
}

/** Sends a request as the administrator, once there is a token. */
async function callDirectus<Data>(path: string, { method, body, headers = {} }: Options = {}) {
	const response = await fetch(own.directusUrl + path, {
		method: method ?? (body === undefined ? 'GET' : 'POST'),
		headers: {
			...asTheApp(),
			...(token && { authorization: `Bearer ${token}` }),
			...(typeof body !== 'string' && { 'content-type': 'application/json' }),
			...headers
		},
		body: typeof body === 'string' ? body : body === undefined ? null : JSON.stringify(body)
	});
	const text = await response.text();
	// the caller names the type, and a test with a wrong type fails
	const { data, errors } = (text ? JSON.parse(text) : {}) as {
		data: Data;
		errors?: { extensions: { code: string } }[];
	};
	return { status: response.status, data, code: errors?.[0]?.extensions.code };
}

/** Lines in the log of Directus that hold this text. */
function linesWith(text: string): Record<string, unknown>[] {
	return own
		.output()
		.split('\n')
		.filter((line) => line.startsWith('{') && line.includes(text))
		.map((line) => JSON.parse(line) as Record<string, unknown>); // pino's
}

async function expectStillServing(): Promise<void> {
	expect((await callDirectus('/items/articles?limit=1')).status).toBe(200);
	expect(linesWith('The process ends')).toEqual([]);
}

describe('D21 a partial update of a relation works, and Directus keeps running', () => {
	const onDelete = async () => {
		const { data } = await callDirectus<{ schema: { on_delete: string } }>(
			'/relations/articles/category'
		);
		return data.schema.on_delete;
	};

	test.each(['CASCADE', 'SET NULL'])('over REST, to %s', async (on_delete) => {
		const { status } = await callDirectus('/relations/articles/category', {
			method: 'PATCH',
			body: { schema: { on_delete } }
		});

		expect(status).toBe(200);
		expect(await onDelete()).toBe(on_delete);
		await expectStillServing();
	});

	test('over GraphQL', async () => {
		for (const on_delete of ['CASCADE', 'SET NULL']) {
			const { status, code } = await callDirectus('/graphql/system', {
				body: {
					query: `mutation {
						update_relations_item(collection: "articles", field: "category", data: { schema: {
							table: "articles", column: "category", foreign_key_table: "categories",
							foreign_key_column: "id", on_update: "NO ACTION", on_delete: "${on_delete}"
						} }) { field }
					}`
				}
			});

			await expectStillServing();
			expect([status, code]).toEqual([200, undefined]);
			expect(await onDelete()).toBe(on_delete);
		}
	});

	test.each([
		{ schema: { on_delete: 'CASCADE' }, related_collection: 'nowhere' },
		{ schema: { on_delete: 'CASCADE' }, collection: 'pages' },
		{ meta: {}, field: 'nowhere' },
		{ related_collection: null }
	])('but %j is refused, which would make it another relation', async (body) => {
		const { status, code } = await callDirectus('/relations/articles/category', {
			method: 'PATCH',
			body
		});

		expect([status, code]).toEqual([400, 'INVALID_PAYLOAD']);
		await expectStillServing();
	});
});

describe('D22 a flow', () => {
	test.each([
		{ trigger: 'event', options: { type: 'action', scope: [null] } },
		{ trigger: 'event', options: { type: 'filter', scope: 1 } },
		{ trigger: 'event', options: 'x' }
	])('whose options Directus cannot load is refused with 400: %j', async (flow) => {
		const { status, code } = await callDirectus('/flows', { body: { name: 'A flow', ...flow } });

		expect([status, code]).toEqual([400, 'INVALID_PAYLOAD']);
		await expectStillServing();
	});

	test.each(['event', 'schedule', 'webhook', 'manual', 'operation'])(
		'with the trigger "%s" may have no options, and Directus starts with it',
		async (trigger) => {
			const { status, data } = await callDirectus<{ id: string }>('/flows', {
				body: { name: 'A flow', status: 'active', trigger, options: null }
			});
			expect(status).toBe(200);
			await expectStillServing();
			expect((await callDirectus(`/flows/${data.id}`, { method: 'DELETE' })).status).toBe(204);
		}
	);
});

describe('D22 an operation of a flow', () => {
	const make = async (flow: string, values: object = {}) => {
		const fixed = { name: 'An operation', type: 'log', position_x: 1, position_y: 1 };
		const { data } = await callDirectus<{ id: string }>('/operations', {
			body: { flow, key: randomUUID(), ...fixed, ...values }
		});
		return data.id;
	};
	const makeFlow = async () =>
		(
			await callDirectus<{ id: string }>('/flows', {
				body: { name: 'A flow', status: 'active', trigger: 'webhook', options: {} }
			})
		).data.id;

	test('that leads back to itself, or into another flow, is refused with 400', async () => {
		const [flow, other] = [await makeFlow(), await makeFlow()];
		const last = await make(flow);
		const first = await make(flow, { resolve: last });
		const elsewhere = await make(other);
		await callDirectus(`/flows/${flow}`, { method: 'PATCH', body: { operation: first } });

		for (const [id, values] of [
			[first, { resolve: first }],
			[first, { reject: first }],
			[last, { resolve: first }],
			[last, { reject: { id: first } }],
			[first, { resolve: { id: last, resolve: first } }],
			[first, { resolve: elsewhere }]
		] as const) {
			const { status } = await callDirectus(`/operations/${id}`, { method: 'PATCH', body: values });
			expect(status, JSON.stringify(values)).toBe(400);
			await expectStillServing();
		}
		// both ways to one operation are no circle
		const body = { resolve: last, reject: null };
		expect((await callDirectus(`/operations/${first}`, { method: 'PATCH', body })).status).toBe(
			200
		);
		for (const id of [flow, other]) await callDirectus(`/flows/${id}`, { method: 'DELETE' });
		await expectStillServing();
	});
});

describe('D29 a change of the model after which Directus could not read it is refused with 400', () => {
	const fields = [{ field: 'id', type: 'integer', schema: { is_primary_key: true } }];

	test.each(['constructor', '__proto__', 'toString'])(
		'a collection named %s',
		async (collection) => {
			// JSON.stringify passes over __proto__ as a key, not as a value
			const body = { collection, meta: {}, schema: {}, fields };
			expect((await callDirectus('/collections', { body })).status).toBe(400);
			await expectStillServing();
		}
	);

	test.each([
		['POST', '/fields/articles', { field: 'constructor', type: 'string' }],
		['POST', '/fields/articles', { field: 'f1', type: 'string', meta: { validation: 'x' } }],
		['PATCH', '/fields/articles/title', { meta: { validation: 'x' } }],
		['PATCH', '/fields/articles/title', { meta: { conditions: 7 } }],
		[
			'POST',
			'/collections',
			{ collection: 'a1', schema: {}, fields: [{ ...fields[0], meta: { validation: 'x' } }] }
		],
		['POST', '/presets', { collection: 'articles', filter: 'x' }],
		[
			'POST',
			'/permissions',
			{ policy: editing.id, collection: 'articles', action: 'read', permissions: 'x' }
		]
	])('%s %s %j', async (method, path, body) => {
		expect((await callDirectus(path, { method, body })).status).toBe(400);
		await expectStillServing();
	});
});

describe('D35 an import', () => {
	test.each(['[', '{"a":'])('of %s a million times is refused quickly', async (opening) => {
		const body = [
			`--${BOUNDARY}`,
			'content-disposition: form-data; name="file"; filename="x.json"',
			'content-type: application/json',
			'',
			opening.repeat(1_000_000),
			`--${BOUNDARY}--`,
			''
		].join('\r\n');
		const headers = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };

		const { status } = await callDirectus('/utils/import/articles', { body, headers });

		expect(status).toBe(400);
		await expectStillServing();
	});
});

test('a change of more rows than a thousand at once is refused', async () => {
	const body = Array.from({ length: 1001 }, () => ({ label: 'A link', url: '/somewhere' }));
	expect((await callDirectus('/items/navigation', { body })).status).toBe(400);
});

test('D23 an uncaught rejection with a known cause is logged with its request id, and Directus keeps running', async () => {
	const flow = await callDirectus<{ id: string }>('/flows', {
		body: { name: 'A flow', status: 'active', trigger: 'webhook', options: { method: 'POST' } }
	});
	const operation = await callDirectus<{ id: string }>('/operations', {
		body: {
			flow: flow.data.id,
			key: 'read',
			name: 'Read',
			type: 'item-read',
			position_x: 1,
			position_y: 1,
			// Directus does not wait for its reading of either
			options: {
				collection: 'articles',
				query: { deep: { category: { _filter: 'x' }, cover: { _meta: 1 } } }
			}
		}
	});
	await callDirectus(`/flows/${flow.data.id}`, {
		method: 'PATCH',
		body: { operation: operation.data.id }
	});
	const id = randomUUID();
	await callDirectus(`/flows/trigger/${flow.data.id}`, {
		body: {},
		headers: { 'x-request-id': id }
	});

	const message = 'Unhandled rejection in a part of a request';
	await vi.waitUntil(() => linesWith(message).length === 2, POLL);
	for (const line of linesWith(message)) expect(line).toMatchObject({ level: 50, requestId: id });
	await expectStillServing();
});

describe('D24 an upload that ends in the middle', () => {
	const truncated = (type: string, content: string) =>
		`--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="a"\r\ncontent-type: ${type}\r\n\r\n${content}`;
	const headers = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
	const whole = `${truncated('application/json', '[]')}\r\n--${BOUNDARY}--\r\n`;

	test.each([
		['/files', 'text/plain', 'x'],
		['/utils/import/articles', 'text/csv', 'title\r\nx'],
		['/utils/import/articles', 'application/json', '[{"title":"x"'],
		['/schema/diff', 'application/json', '{']
	])('is answered with 400: %s, %s', async (path, type, content) => {
		const { status, code } = await callDirectus(path, { body: truncated(type, content), headers });

		expect([status, code]).toEqual([400, 'INVALID_PAYLOAD']);
		await expectStillServing();
		expect((await callDirectus('/utils/import/articles', { body: whole, headers })).status).toBe(
			200
		);
	});

	test('without a file is answered at once', async () => {
		const body = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="x"\r\n\r\ny\r\n--${BOUNDARY}--\r\n`;
		const { status, code } = await callDirectus('/utils/import/articles', { body, headers });

		expect([status, code]).toEqual([400, 'INVALID_PAYLOAD']);
	});

	test.each(['text/csv', 'application/json'])(
		'because the connection broke off does not block further imports: %s',
		async (type) => {
			const { port, hostname } = new URL(own.directusUrl);
			const id = randomUUID();
			const socket = connect(Number(port), hostname, () => {
				const head = Object.entries({
					...headers,
					...asTheApp(),
					host: hostname,
					'x-request-id': id,
					authorization: `Bearer ${token}`,
					'content-length': '100000'
				}).map(([name, value]) => `${name}: ${value}\r\n`);
				socket.write(
					`POST /utils/import/articles HTTP/1.1\r\n${head.join('')}\r\n${truncated(type, '[')}`,
					() => socket.destroy()
				);
			});
			await vi.waitUntil(() => linesWith(id).length > 0, POLL);

			await expectStillServing();
			expect((await callDirectus('/utils/import/articles', { body: whole, headers })).status).toBe(
				200
			);
		}
	);
});

describe('D25 an unknown failure', () => {
	test.each(['rejected', 'thrown'])(
		'that is %s is logged with its request id, and ends Directus once the requests in flight are answered',
		async (how) => {
			const before = linesWith('The process ends').length;
			const slow = callDirectus('/failing/slow');
			await vi.waitUntil(async () => (await callDirectus('/failing/waiting')).data === 1, POLL);
			const id = randomUUID();
			await callDirectus(`/failing/${how}`, { method: 'POST', headers: { 'x-request-id': id } });
			hasEnded = true;

			expect((await slow).data).toBe('finished');
			expect(await own.ended()).toBe(1);
			const lines = linesWith('The process ends').slice(before);
			expect(lines).toEqual([
				expect.objectContaining({
					level: 60,
					requestId: id,
					err: expect.objectContaining({ message: `${how} by the test` }) as object
				})
			]);
		}
	);
});
