import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { complaintsIn, runDoctor } from '../support/run-doctor.ts';
import { asTheApp } from '../support/app-proof.ts';
import { type Answer, type Options, request } from '../support/request.ts';
import { makeStack, sharedStack, type Stack, up } from './stack.ts';

const FORGED = '203.0.113.7';
const MAX_BYTES_OVER_BASE = 60_000_000;
/** Capabilities: the database changes the owner of its folder; Caddy's binary has one set. */
const CAPABILITIES: Record<string, string[]> = {
	database: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'],
	proxy: ['NET_BIND_SERVICE']
};

const run = promisify(execFile);

/** The part of `docker inspect` that the tests use. */
interface Container {
	Config: { Labels: Record<string, string>; User: string };
	HostConfig: {
		ReadonlyRootfs: boolean;
		CapDrop: string[] | null;
		CapAdd: string[] | null;
		SecurityOpt: string[] | null;
		Memory: number;
		PidsLimit: number | null;
		RestartPolicy: { Name: string };
		PortBindings: Record<string, { HostIp: string }[]> | null;
	};
}

async function inspect<T>(kind: 'container' | 'image', ids: string[]): Promise<T[]> {
	const { stdout } = await run('docker', [kind, 'inspect', ...ids]);
	return JSON.parse(stdout) as T[]; // of the requested kind
}

describe('docker compose up --wait, with the .env of npm run env:make:', () => {
	let stack: Stack;
	let authority: string;

	const send = (url: string, options: Partial<Options> = {}): Promise<Answer> =>
		request(url, { authority, ...options });

	/** Of these services, or of all. */
	async function containers(...services: string[]): Promise<Container[]> {
		const ids = await stack.compose(['ps', '--all', '--quiet', ...services]);
		return inspect<Container>('container', ids.trim().split('\n'));
	}

	beforeAll(async () => {
		stack = sharedStack();
		await up(stack, '--scale', 'app=2', '--scale', 'directus=2');
		authority = await stack.authority();
	}, 1_800_000);

	test('the site answers on its host, over TLS', async () => {
		const { status, body } = await send(`${stack.siteUrl}/readyz`);
		expect({ status, body: JSON.parse(body) as unknown }).toEqual({
			status: 200,
			body: { status: 'ready', redis: 'ready' }
		});
	});

	test('Studio answers on its own host', async () => {
		const { status, body } = await send(`${stack.studioUrl}/admin/`);
		expect(status).toBe(200);
		expect(body).toContain('<div id="app"></div>');
	});

	test('npm run doctor finds nothing that must be put right', async () => {
		const { ADMIN_EMAIL = '', ADMIN_PASSWORD = '', SECRET = '' } = stack.variables;
		const folder = mkdtempSync(path.join(tmpdir(), 'portico-doctor-'));
		const ca = path.join(folder, 'root.crt');
		writeFileSync(ca, authority);
		const run = await runDoctor(['--json', '--ca', ca], {
			PORTICO_DATA: folder,
			APP_ORIGIN: stack.siteUrl,
			STUDIO_URL: stack.studioUrl,
			...{ ADMIN_EMAIL, ADMIN_PASSWORD, SECRET }
		});
		rmSync(folder, { recursive: true });
		expect(complaintsIn(run).filter((one) => one.startsWith('must'))).toEqual([]);
		expect(run.code).toBe(0);
	}, 120_000);

	test('plain http leads to https', async () => {
		const { stdout } = await run('docker', [
			'port',
			(await stack.compose(['ps', '--quiet', 'proxy'])).trim(),
			'8080'
		]);
		const [address] = stdout.split('\n');
		const url = `http://localhost:${address?.split(':').at(-1)}/articles?page=2`;
		const { status, headers } = await fetch(url, { redirect: 'manual' });
		expect(status).toBe(308);
		expect(headers.get('location')).toBe(`${stack.siteUrl}/articles?page=2`);
	});

	describe('internal addresses are not reachable from outside', () => {
		test.each(['/hooks/directus', '/%68ooks/directus', '//hooks/directus'])(
			'%s on the site',
			async (path) => {
				const { status, headers } = await send(stack.siteUrl + path, { method: 'POST' });
				expect(status).toBe(404);
				expect(headers.has('x-sveltekit-page')).toBe(false);
			}
		);

		test.each([
			'/portico/session',
			'/portico/session/refresh',
			'/Portico/session',
			'/%70ortico/session',
			'/portico/me',
			'/portico/teasers'
		])("%s on Studio's host", async (path) => {
			const { status, headers } = await send(stack.studioUrl + path, { method: 'POST' });
			expect(status).toBe(404);
			expect(headers.has('x-powered-by')).toBe(false);
		});
	});

	test("D04 a proof that a visitor sends, even a valid one, is ignored at Studio's host", async () => {
		const headers = asTheApp(stack.variables.PORTICO_EVENTS_SECRET);
		const { status } = await send(`${stack.studioUrl}/items/articles`, { headers });
		expect(status).toBe(403);
	});

	describe('a client address that the client claims', () => {
		const headers = {
			'x-forwarded-for': FORGED,
			'x-real-ip': FORGED,
			forwarded: `for=${FORGED}`
		};

		test("has no effect, neither in the app nor at Studio's host", async () => {
			const { DEMO_PASSWORD = '', ADMIN_EMAIL = '', ADMIN_PASSWORD = '' } = stack.variables;
			const form = { email: 'member@example.com', password: DEMO_PASSWORD };
			const member = await send(`${stack.siteUrl}/signin?/login`, {
				method: 'POST',
				headers: {
					...headers,
					origin: stack.siteUrl,
					accept: 'text/html',
					'content-type': 'application/x-www-form-urlencoded'
				},
				body: new URLSearchParams(form).toString()
			});
			expect(member.status).toBe(303);

			const json = { 'content-type': 'application/json' };
			const signIn = await send(`${stack.studioUrl}/auth/login`, {
				method: 'POST',
				headers: { ...headers, ...json },
				body: JSON.stringify({ email: ADMIN_EMAIL, password: ADMIN_PASSWORD })
			});
			const { data } = JSON.parse(signIn.body) as { data: { access_token: string } };

			const activity = await send(
				`${stack.studioUrl}/activity?filter[action][_eq]=login&sort=-id&limit=2&fields=ip`,
				{ headers: { authorization: `Bearer ${data.access_token}` } }
			);
			const rows = (JSON.parse(activity.body) as { data: { ip: string }[] }).data;
			const [atStudio, atSite] = rows.map(({ ip }) => ip);
			expect(atStudio).toMatch(/^\d+(\.\d+){3}$/);
			expect(atSite).toBe(atStudio);
			expect(atStudio).not.toBe(FORGED);
		});
	});

	test('the proxy assigns the request id, and logs neither headers nor queries', async () => {
		const secret = 'not-for-the-log';
		const { headers } = await send(`${stack.siteUrl}/reset-password?token=${secret}`, {
			headers: {
				'x-request-id': 'chosen',
				authorization: `Bearer ${secret}`,
				cookie: `__Host-refresh_token=${secret}`
			}
		});
		const name = headers.get('x-request-id');
		expect(name).toMatch(/^[0-9a-f-]{36}$/);

		const log = await stack.compose(['logs', '--no-log-prefix', 'proxy']);
		expect(log).toContain(name);
		expect(log).toContain('"uri":"/reset-password?…"');
		expect(log).not.toContain(secret);
		expect(log).not.toContain('chosen');
	});

	test('every container is hardened', async () => {
		const all = await containers();
		expect(all.length).toBe(9);
		for (const { Config, HostConfig } of all) {
			const service = Config.Labels['com.docker.compose.service'] ?? '';
			expect({ service, ...HostConfig }).toMatchObject({
				service,
				ReadonlyRootfs: true,
				CapDrop: ['ALL'],
				SecurityOpt: ['no-new-privileges:true'],
				RestartPolicy: { Name: service === 'set-up' ? 'no' : 'unless-stopped' }
			});
			const added = HostConfig.CapAdd?.map((name) => name.replace(/^CAP_/, '')) ?? [];
			expect([service, added]).toEqual([service, CAPABILITIES[service] ?? []]);
			expect(HostConfig.Memory).toBeGreaterThan(0);
			expect(HostConfig.PidsLimit).toBe(512);
			// the database's server is another user than the one that begins
			if (service !== 'database') expect(Config.User).toMatch(/^(node|redis|1000:1000)$/);
		}
	});

	test('only the ports of the proxy are open, and on this machine that of the mail catcher', async () => {
		const open = (await containers()).flatMap(({ Config, HostConfig }) =>
			Object.entries(HostConfig.PortBindings ?? {}).map(
				([port, [binding]]) =>
					`${Config.Labels['com.docker.compose.service']} ${port} ${binding?.HostIp ?? ''}`
			)
		);
		expect(open.sort()).toEqual(['mail 1080/tcp 127.0.0.1', 'proxy 8080/tcp ', 'proxy 8443/tcp ']);
	});

	test('the image of the app adds little to its base', async () => {
		const base = process.env.NODE_IMAGE ?? 'node:22.23.2-bookworm-slim';
		const app = (await stack.compose(['images', '--quiet', 'app'])).trim().split('\n')[0] ?? '';
		const [one, other] = await inspect<{ Size: number }>('image', [app, base]);
		expect((one?.Size ?? Infinity) - (other?.Size ?? 0)).toBeLessThan(MAX_BYTES_OVER_BASE);
	});

	test('the installation was set up once, and two more set-ups at the same time change nothing', async () => {
		const first = await stack.compose(['logs', '--no-log-prefix', 'set-up']);
		expect(first.match(/role Member made/g)?.length).toBe(1);

		const setUp = () => stack.compose(['run', '--rm', '--no-deps', 'set-up']);
		for (const printed of await Promise.all([setUp(), setUp()])) {
			expect(printed.trim()).toBe('Nothing to change');
		}
	}, 600_000);

	test('with no upstream available the proxy sends an error page with a Retry-After', async () => {
		await stack.compose(['stop', 'app']);
		const { status, headers, body } = await send(`${stack.siteUrl}/`);
		expect([502, 503, 504]).toContain(status);
		expect(headers.get('retry-after')).toBe('5');
		expect(headers.get('cache-control')).toBe('no-store');
		expect(body).toContain('Back in a moment');
	}, 120_000);
});

describe('.env', () => {
	let stack: Stack;
	beforeAll(async () => {
		stack = await makeStack('--site-host', 'site.example');
	});
	afterAll(() => stack.removeFolder());

	test('has all variables that docker-compose.yml needs', async () => {
		await stack.compose(['config', '--quiet']);
	});

	test('leaves no variable without a value, which compose would warn about', async () => {
		// with the ports that are taken for granted
		const file = `${stack.file}.bare`;
		const lines = readFileSync(stack.file, 'utf8').split('\n');
		writeFileSync(file, lines.filter((line) => !/^\w+_PORT=/.test(line)).join('\n'));
		const env = { ...process.env, ...stack.environment, COMPOSE_ENV_FILES: file };
		const { stderr } = await run('docker', ['compose', 'config', '--quiet'], { env });
		expect(stderr).toBe('');
	});

	test.each(['SECRET', 'DB_PASSWORD', 'ADMIN_PASSWORD', 'PORTICO_EVENTS_SECRET'])(
		'%s has no default',
		async (name) => {
			await expect(stack.compose(['config', '--quiet'], { [name]: '' })).rejects.toThrow(name);
		}
	);
});
