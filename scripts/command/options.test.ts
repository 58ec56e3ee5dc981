import { describe, expect, test } from 'vitest';
import { UserError } from '../site/user-error.ts';
import { type Command, helpPage, readOptions } from './options.ts';

const COMMAND = {
	start: 'npm run sail --',
	operands: 'HARBOR',
	about: 'Takes the ship to a harbor.',
	options: {
		name: { value: 'NAME', variable: 'SHIP', help: 'the ship' },
		port: { kind: 'port', value: 'PORT', variable: 'SHIP_PORT', fallback: 3000, help: 'its side' },
		crew: { kind: 'count', value: 'N', help: 'how many sail', otherwise: 'else all' },
		fast: { help: 'with all sails' }
	},
	notes: 'It comes back.'
} as const satisfies Command;

function values(args: string[], environment: NodeJS.ProcessEnv = {}, command: Command = COMMAND) {
	return readOptions(command, args, environment)?.values;
}

/** The error that these arguments cause. */
function refusal(args: string[], environment: NodeJS.ProcessEnv = {}, command: Command = COMMAND) {
	try {
		readOptions(command, args, environment);
	} catch (error) {
		if (error instanceof UserError) return error;
		throw error;
	}
	throw new Error('Nothing was refused.');
}

describe('an option', () => {
	test('without a value has its fallback, or none', () => {
		expect(values([])).toEqual({ name: undefined, port: 3000, crew: undefined, fast: false });
	});

	test('has the type of its kind', () => {
		const args = ['--name', 'Argo', '--port=80', '--crew', '50', '--fast'];
		expect(values(args)).toEqual({ name: 'Argo', port: 80, crew: 50, fast: true });
	});

	test('is taken from its variable, unless the command line has it', () => {
		const environment = { SHIP: 'Argo', SHIP_PORT: '81' };
		expect(values(['--name', 'Beagle'], environment)).toMatchObject({ name: 'Beagle', port: 81 });
	});

	test('counts as absent if it or its variable is empty', () => {
		expect(values(['--name='], { SHIP: 'Argo', SHIP_PORT: '' })).toMatchObject({
			name: 'Argo',
			port: 3000
		});
	});

	test('may be empty where the command keeps empty values', () => {
		expect(values(['--name='], { SHIP: 'Argo' }, { ...COMMAND, empty: 'kept' })).toMatchObject({
			name: ''
		});
	});

	test('must not be empty where the command refuses empty values', () => {
		const { message, fix } = refusal(['--name='], {}, { ...COMMAND, empty: 'refused' });
		expect(message).toBe('--name has no value.');
		expect(fix).toBe('npm run sail -- --help lists the options.');
	});
});

describe('a user error names', () => {
	test.each([
		['an unknown option', ['--nmae', 'Argo'], '--nmae'],
		['an option without its value', ['--name'], '--name'],
		['an option whose value is another option', ['--name', '--fast'], '--name'],
		['a flag with a value', ['--fast=yes'], '--fast'],
		['an option that is given twice', ['--name', 'Argo', '--name', 'Beagle'], '--name']
	])('%s, with a reference to the help page', (_, args, named) => {
		const { message, fix } = refusal(args);
		expect(message).toContain(named);
		expect(fix).toBe('npm run sail -- --help lists the options.');
	});

	test('an argument where the command takes options only', () => {
		const onlyOptions = { ...COMMAND, operands: undefined };
		expect(refusal(['Colchis'], {}, onlyOptions).message).toContain('Colchis');
	});

	test.each(['0', '65536', '-1', '80.5', 'http', '3000x'])('%s as a port', (port) => {
		const expected = `must be a port from 1 to 65535, not "${port}".`;
		expect(refusal([`--port=${port}`]).message).toBe(`--port ${expected}`);
		expect(refusal([], { SHIP_PORT: port }).message).toBe(`SHIP_PORT ${expected}`);
	});

	test.each(['0', '-5', '1.5', 'all'])('%s as a count', (count) => {
		const { message } = refusal([`--crew=${count}`]);
		expect(message).toBe(`--crew must be a whole number from 1, not "${count}".`);
	});
});

test('a flag may be repeated', () => {
	expect(values(['--fast', '--fast'])).toMatchObject({ fast: true });
});

test('arguments beside the options are operands', () => {
	expect(readOptions(COMMAND, ['Iolcus', '--fast', 'Colchis'], {})?.operands).toEqual([
		'Iolcus',
		'Colchis'
	]);
});

test('--help wins over invalid values', () => {
	expect(readOptions(COMMAND, ['--port', 'none', '--help'], {})).toBeNull();
});

test('the help page has a line for each option', () => {
	expect(helpPage(COMMAND)).toBe(`Usage: npm run sail -- HARBOR [options]

Takes the ship to a harbor.

  --name NAME   the ship         SHIP
  --port PORT   its side         SHIP_PORT, else 3000
  --crew N      how many sail    else all
  --fast        with all sails
  --help        this page

It comes back.`);
});
