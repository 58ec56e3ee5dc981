import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { applyAccess } from '../../scripts/directus/apply-access.ts';
import { asAdministrator } from '../../scripts/directus/administrator.ts';
import { commandLine } from '../../scripts/directus/directus-package.ts';
import { directusEnvironment, workingFolder } from '../../scripts/directus/environment.ts';
import { prepare } from '../../scripts/directus/prepare.ts';
import { eventsSecret } from './app-proof.ts';
import { copySqlite } from '../../scripts/backup/saving.ts';
import { cpuMilliseconds, USAGE_PROBE } from './process-usage.ts';
import { EXIT_WITH_PARENT } from '../../scripts/parent-exit.js';
import { freePorts } from '../../scripts/site/ports.ts';

const HOST = '127.0.0.1';
const PAUSE_MILLISECONDS = 100;
/** The tests come from one address, and send more requests than a person does. */
const NO_RATE_LIMIT = '100000';
/** The same in all of them: they begin with one and the same database. */
const administrator = { email: 'admin@example.com', password: 'the own one of its administrator' };

/** An exit code, or the signal that ended the process. */
type Ending = [code: number | null, signal: NodeJS.Signals | null];

/** A Directus that belongs to one file of tests, which may change its settings and stop it. */
export interface OwnDirectus {
	directusUrl: string;
	administrator: { email: string; password: string };
	/** Its database; on SQLite. */
	databaseFile: string;
	/** Suspends the process (SIGSTOP): connections are accepted, and get no response. */
	suspend: () => void;
	/** Lets it continue (SIGCONT). */
	resume: () => void;
	/** Kills the process (SIGKILL), as a failing machine does. */
	kill: () => Promise<void>;
	/** Starts it again at the same address, with these variables replacing earlier ones. */
	restart: (variables?: Record<string, string>) => Promise<void>;
	/** Its log so far. */
	output: () => string;
	/** The CPU time that its process has used since it started. */
	cpuMilliseconds: () => Promise<number>;
	/** Starts a second process of it, with further variables, that must not start. @returns its exit code and output */
	failToStart: (variables: Record<string, string>) => Promise<{ code: number; output: string }>;
	/** Deletes all people from its database, the administrator included. */
	removeEverybody: () => void;
	/** Makes all sessions as those of releases that gave them no identity. */
	forgetIdentities: () => void;
	/** Settles when its process ends, with how: its exit code, or the signal that ended it. */
	ended: () => Promise<number | NodeJS.Signals>;
	end: () => Promise<void>;
}

/** Sets up and starts a Directus with our roles and policies and these variables; on SQLite by default. */
export async function startDirectus(variables: Record<string, string>): Promise<OwnDirectus> {
	const dataFolder = await mkdtemp(path.join(tmpdir(), 'portico-directus-'));
	const [port = 0] = await freePorts(1);
	const environment = directusEnvironment(
		{
			dataFolder,
			host: HOST,
			port,
			appOrigin: `http://${HOST}`,
			secret: randomUUID(),
			admin: administrator,
			smtp: null,
			events: { url: null, secret: eventsSecret() }
		},
		{
			RATE_LIMIT_PER_ADDRESS: NO_RATE_LIMIT,
			RATE_LIMIT_PER_ACCOUNT: NO_RATE_LIMIT,
			...process.env,
			...variables
		}
	);
	const ignore = () => {};
	const isSetUp = await beginWithTemplate(environment);
	if (!isSetUp) await prepare(environment, ignore);

	const directusUrl = `http://${HOST}:${port}`;
	let output = '';
	const run = (variables: Record<string, string>, write: (text: string) => void) => {
		const server = spawn(
			process.execPath,
			[...EXIT_WITH_PARENT, '--import', USAGE_PROBE, commandLine, 'start'],
			{
				cwd: workingFolder(environment),
				env: { ...environment, ...variables },
				stdio: ['ignore', 'pipe', 'pipe', 'ipc']
			}
		);
		for (const stream of [server.stdout, server.stderr]) {
			stream?.setEncoding('utf8').on('data', write);
		}
		return { server, exited: once(server, 'close') as Promise<Ending> };
	};
	const start = async () => {
		const started = output.length;
		const { server, exited } = run({}, (text) => (output += text));
		const ended = exited.then(([code]) => {
			throw new Error(`Directus ended (code ${code}) while starting:\n${output.slice(started)}`);
		});
		const answers = new AbortController();
		try {
			await Promise.race([untilItAnswers(`${directusUrl}/portico/ready`, answers.signal), ended]);
		} finally {
			answers.abort();
			ended.catch(() => {}); // of which it may die later on
		}
		return { server, exited };
	};
	const databaseFile = environment.DB_FILENAME ?? '';
	const change = (statements: string) => {
		const database = new DatabaseSync(databaseFile, {
			enableForeignKeyConstraints: false
		});
		database.exec(statements);
		database.close();
	};
	let running = await start().catch(async (error: unknown) => {
		await rm(dataFolder, { recursive: true });
		throw error;
	});
	if (!isSetUp) {
		await asAdministrator({ url: directusUrl, ...administrator }, (administrator) =>
			applyAccess(administrator, ignore)
		);
		await keepAsTemplate(environment);
	}

	return {
		directusUrl,
		administrator,
		databaseFile,
		suspend: () => void running.server.kill('SIGSTOP'),
		resume: () => void running.server.kill('SIGCONT'),
		kill: async () => {
			running.server.kill('SIGKILL');
			await running.exited;
		},
		restart: async (variables = {}) => {
			Object.assign(environment, variables);
			running = await start();
		},
		output: () => output,
		cpuMilliseconds: () => cpuMilliseconds(running.server),
		failToStart: async (variables) => {
			let output = '';
			const [code] = await run(variables, (text) => (output += text)).exited;
			return { code: code ?? -1, output };
		},
		removeEverybody: () => change('delete from directus_users'),
		forgetIdentities: () => {
			change('update directus_sessions set origin = null; delete from portico_sessions');
		},
		ended: async () => {
			const [code, signal] = await running.exited;
			return code ?? signal ?? -1;
		},
		end: async () => {
			running.server.kill('SIGCONT');
			running.server.kill('SIGTERM');
			await running.exited;
			await rm(dataFolder, { recursive: true });
		}
	};
}

/** Setting up a database takes long: the first on SQLite is kept for all that follow, in the file that an environment variable names. */
function templateFor({ DB_FILENAME: database }: Record<string, string>) {
	const template = process.env.PORTICO_TEST_TEMPLATE;
	return database && template ? { database, template } : null;
}

async function beginWithTemplate(environment: Record<string, string>): Promise<boolean> {
	const files = templateFor(environment);
	if (!files || !existsSync(files.template)) return false;
	await copyFile(files.template, files.database);
	return true;
}

async function keepAsTemplate(environment: Record<string, string>): Promise<void> {
	const files = templateFor(environment);
	if (!files) return;
	const partial = `${files.template}.${randomUUID()}`;
	await copySqlite({ kind: 'sqlite', file: files.database }, partial);
	await rename(partial, files.template);
}

async function untilItAnswers(url: string, signal: AbortSignal): Promise<void> {
	while (!signal.aborted) {
		const response = await fetch(url).catch(() => null); // not listening yet
		if (response?.ok) return;
		await delay(PAUSE_MILLISECONDS);
	}
}
