import { describe, expect, test } from 'vitest';
import { UserError } from './user-error.ts';
import { parseOptions } from './start-options.ts';

const ROOT = '/site';

describe('options of npm start', () => {
	test('have defaults', () => {
		expect(parseOptions([], {}, ROOT)).toEqual({
			port: 3000,
			directusPort: 8055,
			mailPort: 1080,
			smtpPort: 1025,
			data: '/site/.portico',
			demo: true,
			email: null,
			password: null
		});
	});

	test('come from the environment', () => {
		const environment = {
			PORTICO_PORT: '4000',
			PORTICO_DIRECTUS_PORT: '4001',
			PORTICO_MAIL_PORT: '4002',
			PORTICO_SMTP_PORT: '4003',
			PORTICO_DATA: '/elsewhere',
			ADMIN_EMAIL: 'ada@example.com',
			ADMIN_PASSWORD: 'secret'
		};
		expect(parseOptions([], environment, ROOT)).toMatchObject({
			port: 4000,
			directusPort: 4001,
			mailPort: 4002,
			smtpPort: 4003,
			data: '/elsewhere',
			email: 'ada@example.com',
			password: 'secret'
		});
	});

	test('on the command line win over the environment', () => {
		const args = ['--port', '5000', '--data=here', '--email', 'bea@example.com', '--no-demo'];
		const environment = {
			PORTICO_PORT: '4000',
			PORTICO_DATA: '/x',
			ADMIN_EMAIL: 'ada@example.com'
		};
		expect(parseOptions(args, environment, ROOT)).toMatchObject({
			port: 5000,
			data: '/site/here',
			email: 'bea@example.com',
			demo: false
		});
	});

	test('treat an empty variable as unset', () => {
		expect(parseOptions([], { PORTICO_PORT: '', PORTICO_DATA: '' }, ROOT)).toMatchObject({
			port: 3000,
			data: '/site/.portico'
		});
	});

	test('with --help start nothing', () => {
		expect(parseOptions(['--help'], {}, ROOT)).toBeNull();
	});

	test.each([['--prot', '3000'], ['--port'], ['start'], ['--no-demo=yes']])(
		'refuse %s %s',
		(...args) => {
			expect(() => parseOptions(args, {}, ROOT)).toThrow(UserError);
		}
	);

	test.each(['0', '65536', '-1', '80.5', 'http', '3000x'])('refuse the port %s', (port) => {
		expect(() => parseOptions([], { PORTICO_SMTP_PORT: port }, ROOT)).toThrow('PORTICO_SMTP_PORT');
	});
});
