import { editor } from '../../directus/access/roles.ts';

/** GATEWAY_SERVICES of an installation under test: two servers that tests start, each under several names. */
export function gatewayServices([example, hostile]: number[]): string {
	return [
		`echo=http://127.0.0.1:${example};body=2G`,
		`editors=http://127.0.0.1:${example};roles=${editor.id}`,
		`hostile=http://127.0.0.1:${hostile}/base;methods=GET,HEAD,POST,DELETE`,
		`hung=http://127.0.0.1:${hostile};timeout=1s;idle=1s`
	].join(' ');
}

/** The ports of these servers: the example service's and the hostile one's. */
export function servicePorts(): [example: number, hostile: number] {
	const [example, hostile] = (process.env.PORTICO_TEST_SERVICE_PORTS ?? '').split(' ').map(Number);
	if (!example || !hostile) {
		throw new Error(
			'PORTICO_TEST_SERVICE_PORTS is not set: these tests need a running installation.'
		);
	}
	return [example, hostile];
}
