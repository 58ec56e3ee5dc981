import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePorts } from '../site/ports.ts';

const APP = path.resolve(import.meta.dirname, '../../app');

/**
 * The files with the scripts and styles that a browser loads for a page, as the built server names them in it.
 * No Directus runs: the page has to be one that is shown without.
 */
export async function firstLoad(page: string): Promise<string[]> {
	const html = await served(page);
	const links = [...html.matchAll(/<link\b[^>]*>/g)].map(([tag]) => tag);
	const scripts = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
	const loaded = links.filter((tag) => /\brel="(stylesheet|modulepreload)"/.test(tag));
	const addresses = [...loaded, ...scripts].flatMap((tag) => {
		const address = /\b(?:href|src)="([^"]+)"/.exec(tag)?.[1];
		return address ? [new URL(address, `http://site${page}`).pathname] : [];
	});
	if (addresses.length === 0)
		throw new Error(`${page} loads nothing: this cannot be its real markup.`);
	return [...new Set(addresses)].map((address) => path.join(APP, 'build/client', address));
}

async function served(page: string): Promise<string> {
	const [port, closedPort] = await freePorts(2);
	const origin = `http://127.0.0.1:${port}`;
	const server = spawn(process.execPath, ['server.js'], {
		cwd: APP,
		stdio: 'ignore',
		env: {
			...process.env,
			HOST: '127.0.0.1',
			PORT: String(port),
			APP_ORIGIN: origin,
			DIRECTUS_URL: `http://127.0.0.1:${closedPort}`
		}
	});
	const exited = once(server, 'exit');
	try {
		for (;;) {
			const response = await fetch(origin + page).catch(() => null); // not listening yet
			if (response?.ok) return await response.text();
			if (response) throw new Error(`${page} answers ${response.status}.`);
			if (server.exitCode !== null) throw new Error('The built server does not start.');
			await delay(50);
		}
	} finally {
		server.kill();
		await exited;
	}
}
