// The global set-up of everything that needs a running site: a fresh installation in a folder of its own, made by the
// code behind `npm start`. PORTICO_TEST_URL and its companions, where they are set, name a running one instead.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { StartedPostgreSqlContainer } from '@testcontainers/postgresql';
import { GenericContainer, type StartedTestContainer, Wait } from 'testcontainers';
import { freePorts } from '../../scripts/site/ports.ts';
import { progress } from '../../scripts/site/progress.ts';
import { Site } from '../../scripts/site/site.ts';
import {
	databaseVariables,
	newPostgres,
	STARTUP_TIMEOUT_MILLISECONDS
} from './postgres-container.ts';
import { gatewayServices } from './gateway-services.ts';
import { copyPreparedInstallation, storePreparedInstallation } from './prepared-installation.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const REDIS_IMAGE = process.env.REDIS_IMAGE || 'redis:7';
const REDIS_PORT = 6379;
/** The tests come from one address, and send more requests than a person does. */
const NO_RATE_LIMIT = '100000';

/** Opens the installation and puts its coordinates into the environment. @returns a function that closes it */
export default async function open(): Promise<() => Promise<void>> {
	if (process.env.PORTICO_TEST_URL) return async () => {};

	const data = mkdtempSync(path.join(tmpdir(), 'portico-test-'));
	const servers = process.env.PORTICO_TEST_DATABASE === 'pg' ? await startServers() : null;
	// shared by the runs of one `npm test`
	const shared = process.env.PORTICO_TEST_SHARED || path.join(data, 'shared');
	// Directus starts many times, and compiling its modules is half the work of it
	process.env.NODE_COMPILE_CACHE ??= path.join(shared, 'compiled');
	const site = await newSite(data, servers?.postgres ?? null);
	const close = async () => {
		await site.close();
		await Promise.all([servers?.postgres.stop(), servers?.redis.stop()]);
		rmSync(data, { recursive: true, force: true });
	};
	try {
		if (!servers) await copyPreparedInstallation(shared, data);
		await site.open(progress);
		if (!servers) await storePreparedInstallation(shared, data);
	} catch (error) {
		await close();
		throw error;
	}

	const { adminEmail, adminPassword, demoPassword, eventsSecret } = site.secrets;
	Object.assign(process.env, {
		PORTICO_TEST_URL: site.url,
		PORTICO_TEST_DIRECTUS_URL: site.directusUrl,
		PORTICO_TEST_MAIL_URL: site.mailUrl,
		PORTICO_TEST_ADMIN_EMAIL: adminEmail,
		PORTICO_TEST_ADMIN_PASSWORD: adminPassword,
		PORTICO_TEST_DEMO_PASSWORD: demoPassword,
		PORTICO_TEST_EVENTS_SECRET: process.env.PORTICO_EVENTS_SECRET || eventsSecret,
		PORTICO_TEST_DATABASE: servers ? 'pg' : 'sqlite',
		PORTICO_TEST_TEMPLATE: path.join(shared, 'template.db'),
		PORTICO_TEST_SHARED: shared,
		...(servers && { PORTICO_TEST_REDIS_URL: redisUrl(servers.redis) })
	});
	return close;
}

/** The servers of an installation beyond one machine. */
async function startServers(): Promise<{
	postgres: StartedPostgreSqlContainer;
	redis: StartedTestContainer;
}> {
	const [postgres, redis] = await Promise.all([
		newPostgres().start(),
		new GenericContainer(REDIS_IMAGE)
			.withExposedPorts(REDIS_PORT)
			.withWaitStrategy(Wait.forLogMessage('Ready to accept connections'))
			.withStartupTimeout(STARTUP_TIMEOUT_MILLISECONDS)
			.start()
	]);
	return { postgres, redis };
}

function redisUrl(redis: StartedTestContainer): string {
	return `redis://${redis.getHost()}:${redis.getMappedPort(REDIS_PORT)}`;
}

async function newSite(data: string, postgres: StartedPostgreSqlContainer | null): Promise<Site> {
	const [port = 0, directusPort = 0, mailPort = 0, smtpPort = 0, ...services] = await freePorts(6);
	process.env.PORTICO_TEST_SERVICE_PORTS = services.join(' ');
	const options = { port, directusPort, mailPort, smtpPort, data };
	return new Site(
		ROOT,
		{ ...options, demo: true, email: null, password: null },
		{
			...process.env,
			...(postgres && databaseVariables(postgres)),
			RATE_LIMIT_PER_ADDRESS: NO_RATE_LIMIT,
			RATE_LIMIT_PER_ACCOUNT: NO_RATE_LIMIT,
			RATE_LIMIT_SIGNUP: NO_RATE_LIMIT,
			GATEWAY_SERVICES: gatewayServices(services),
			// tests come as through a proxy in front of Studio, from many addresses
			IP_TRUST_PROXY: '1',
			// on a machine that is busy with other things Directus would turn requests away
			PRESSURE_LIMITER_ENABLED: 'false'
		},
		'built'
	);
}
