// npm run keys:rotate: the next key of the gateway, into .env (the containers) or the data folder of npm start.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { gatewayKeysText } from '@portico/contract/gateway.ts';
import { fallbackOf } from '@portico/contract/environment-variables.ts';
import { type Command, readOptions, type Values } from './command/options.ts';
import { runCommand } from './command/run-command.ts';
import { withVariable } from './environment/dotenv.ts';
import { clock, replaceAll, rotate, type Rotation } from './gateway/rotation.ts';
import { replaceFile } from './site/files.ts';
import { readSecrets, writeSecrets } from './site/secrets.ts';
import { UserError } from './site/user-error.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const NAME = 'GATEWAY_KEYS';
const ROTATE = {
	start: 'npm run keys:rotate --',
	about: `Makes the next key that signs tokens for services. The app publishes it from its
next start on, signs with it later, and retires the key before by itself.`,
	options: {
		file: { value: 'FILE', help: 'of the containers', otherwise: 'else .env, where there is one' },
		data: { value: 'DIR', help: 'what npm start keeps', otherwise: 'PORTICO_DATA, else .portico' },
		minutes: { value: 'MINUTES', kind: 'count', fallback: 60, help: 'until it signs' },
		now: { help: 'replaces all keys at once, after a theft' }
	},
	empty: 'refused'
} as const satisfies Command;

/** Where keys are kept. */
interface Store {
	name: string;
	keys: string;
	write(keys: string): void;
	/** How the app gets them. */
	restart: string;
}

await runCommand(
	ROTATE,
	(args) => readOptions(ROTATE, args),
	({ values }) => run(values)
);

function run(options: Values<typeof ROTATE>): void {
	const store = storeOf(options);
	const now = Date.now() / 1000;
	const rotation = options.now ? replaceAll(now) : rotate(store.keys, options.minutes, now);
	store.write(gatewayKeysText(rotation.keys));
	console.log(instructions(store, rotation));
}

function storeOf({ file, data }: Values<typeof ROTATE>): Store {
	const dotEnv = path.resolve(ROOT, file ?? '.env');
	const folder = data ?? process.env.PORTICO_DATA;
	if (file !== undefined || (!folder && existsSync(dotEnv))) return inFile(dotEnv);
	return inData(path.resolve(ROOT, folder || fallbackOf('PORTICO_DATA')));
}

function inFile(file: string): Store {
	if (!existsSync(file)) throw new UserError(`There is no ${file}.`, 'npm run env:make makes it.');
	const text = readFileSync(file, 'utf8');
	return {
		name: path.relative(process.cwd(), file),
		keys: parseEnv(text)[NAME] ?? '',
		write: (keys) => replaceFile(file, withVariable(text, NAME, keys)),
		restart: 'npm run deploy'
	};
}

function inData(folder: string): Store {
	const secrets = readSecrets(folder);
	if (!secrets)
		throw new UserError(`There is no installation in ${folder}.`, 'npm start makes it.');
	return {
		name: path.relative(process.cwd(), folder),
		keys: secrets.gatewayKeys,
		write: (gatewayKeys) => writeSecrets(folder, { ...secrets, gatewayKeys }),
		restart: 'Ctrl-C where npm start runs, then npm start'
	};
}

function instructions(
	{ name, restart }: Store,
	{ keys, signsFrom, publishedUntil }: Rotation
): string {
	if (keys.length === 1) return `A new key is in ${name}. Restart the app now: ${restart}`;
	return [
		`The next key is in ${name}, and signs from ${clock(signsFrom)} on.`,
		`Restart the app before ${clock(publishedUntil)}, so that services have the key by then: ${restart}`
	].join('\n');
}
