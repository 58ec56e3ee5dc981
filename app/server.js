// Runs the built app: adapter-node's handler, with the origin of the site, which is configured at run time, and with the
// headers of every response, including responses that no hook sees.
import { createServer } from 'node:http';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { fallbackOf } from '../contract/environment-variables.ts';
import { isLoopback } from '../contract/network.ts';

/** `localhost` stands for this machine alone, at the loopback addresses of both families. */
const HOST = process.env.HOST || fallbackOf('HOST');
const ADDRESSES = HOST === 'localhost' ? ['127.0.0.1', '::1'] : [HOST];
const PORT = Number(process.env.PORT || fallbackOf('PORT'));
/** Seconds after SIGTERM in which requests are still served, with `Connection: close`. */
const DRAIN_SECONDS = Number(process.env.DRAIN_SECONDS || fallbackOf('DRAIN_SECONDS'));
const SHUTDOWN_SECONDS = 15;
/** Time for work after the last response, such as exporting traces. */
const EXIT_TIMEOUT_SECONDS = 2;
/** A client that takes longer to send the head of a request, or all of it, is disconnected. */
const HEAD_SECONDS = 10;
const REQUEST_SECONDS = 60;
/** Time to read what a client still sends after it was answered. */
const LEFTOVER_SECONDS = 5;

/** Requests to services, whose bodies the route streams by the limits of each service. */
const GATEWAY = /^\/gateway\//;

/** Files of static/ have the same names in every release: browsers revalidate them after an hour. */
const UNVERSIONED =
	/^\/(behaviour\.js|session-sync\.js|favicon\.(ico|svg)|apple-touch-icon\.png|robots\.txt)$/;
const UNVERSIONED_CACHING = 'public, max-age=3600';

/** Permissions that no page of this site requests. */
const PERMISSIONS_POLICY = 'camera=(), geolocation=(), microphone=(), payment=(), usb=()';

// adapter-node reads its variables when it is loaded: whatever proxy is in front, scheme and host are those of APP_ORIGIN
process.env.PROTOCOL_HEADER = 'x-forwarded-proto';
delete process.env.HOST_HEADER;
delete process.env.PORT_HEADER;
process.env.BODY_SIZE_LIMIT ||= fallbackOf('BODY_SIZE_LIMIT');

// this also checks the environment, and stops here with the name of a variable that is wrong
/** @type {{ handler: (...args: [...Parameters<import('node:http').RequestListener>, () => void]) => void }} */
const { handler } = await import(new URL('build/handler.js', import.meta.url).href).catch(stop);
const origin = new URL(process.env.APP_ORIGIN ?? '');

const timeouts = {
	headersTimeout: HEAD_SECONDS * 1000,
	// limitBodyTime(), which can make exceptions, takes its place
	requestTimeout: 0,
	connectionsCheckingInterval: 1000
};
/** @type {import('node:http').RequestListener} */
const answer = (request, response) => {
	const redirectTarget = otherLoopbackName(request);
	setStaticHeaders(response);
	if (UNVERSIONED.test(request.url ?? '')) {
		response.setHeader('cache-control', UNVERSIONED_CACHING);
	}
	if (isLeaving) response.setHeader('connection', 'close');
	if (redirectTarget) {
		// kept, it would also lead away from another program that has this port later on
		response.writeHead(308, { location: redirectTarget, 'cache-control': 'no-store' }).end();
		return;
	}
	request.headers['x-forwarded-proto'] = origin.protocol.slice(0, -1);
	request.headers.host = origin.host;
	originFromReferer(request);
	limitBodyTime(request, response);
	// Kit would apply BODY_SIZE_LIMIT: without these it sees no body, and leaves it to the route
	if (GATEWAY.test(request.url ?? '')) {
		delete request.headers['content-length'];
		delete request.headers['transfer-encoding'];
	}
	handler(request, response, () => response.writeHead(404).end());
};

/** One for each address. */
const servers = ADDRESSES.map(() => createServer(timeouts, answer));
let isLeaving = false;
/** Whether there was an uncaught error, which leaves the process in an undefined state. */
let hasFailed = false;

if (!(DRAIN_SECONDS >= 0)) stop(new Error('DRAIN_SECONDS must be a number from 0.'));
void Promise.all(servers.map(listen)).then(() =>
	console.log(`listening on http://${HOST}:${PORT} for ${origin.origin}`)
);

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, drain);
process.on('unhandledRejection', fail);
process.on('uncaughtException', fail);

/**
 * Settles when the server listens, or when this machine has no IPv6: then the other address is enough.
 *
 * @param {import('node:http').Server} server
 * @param {number} index
 * @returns {Promise<void>}
 */
function listen(server, index) {
	return new Promise((resolve) => {
		server.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
			const hasNoIpv6 = error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT';
			if (ADDRESSES[index] === '::1' && hasNoIpv6 && HOST === 'localhost') resolve();
			else stop(error);
		});
		server.listen(PORT, ADDRESSES[index], resolve);
	});
}

/** @param {import('node:http').ServerResponse} response */
function setStaticHeaders(response) {
	response.setHeader('x-content-type-options', 'nosniff');
	// not no-referrer: with it, forms sent without scripts have the origin "null", and are refused
	response.setHeader('referrer-policy', 'strict-origin');
	response.setHeader('x-frame-options', 'DENY');
	response.setHeader('permissions-policy', PERMISSIONS_POLICY);
	response.setHeader('cross-origin-opener-policy', 'same-origin');
	response.setHeader('cross-origin-resource-policy', 'same-origin');
	// HSTS holds for a host at all its ports: on localhost it would also concern what others serve there on plain http
	if (origin.protocol === 'https:' && !isLoopback(origin.hostname)) {
		response.setHeader('strict-transport-security', 'max-age=63072000; includeSubDomains');
	}
}

/**
 * Redirect target for a browser that used a loopback address (127.0.0.1 or [::1]) instead of localhost: cookies belong
 * to a host name, so the site must have one name. Null where the name is right or the request is not a visit.
 *
 * @param {import('node:http').IncomingMessage} request
 */
function otherLoopbackName({ method, url, headers }) {
	if (headers.host === origin.host) return null;
	const host = URL.parse(`http://${headers.host}`);
	if ((method !== 'GET' && method !== 'HEAD') || !url?.startsWith('/') || !host) return null;
	const bothLoopback = isLoopback(host.hostname) && isLoopback(origin.hostname);
	if (!bothLoopback || host.port !== origin.port || host.hostname === origin.hostname) return null;
	return origin.origin + url;
}

/**
 * Text browsers (w3m, Lynx) send no Origin with a form, but name its page in Referer, which no other site can forge
 * either. A request with neither is refused as cross-site.
 *
 * @param {import('node:http').IncomingMessage} request
 */
function originFromReferer({ headers }) {
	if (headers.origin || !headers.referer) return;
	const page = URL.parse(headers.referer);
	if (page?.origin === origin.origin) headers.origin = origin.origin;
}

/**
 * Disconnects a client whose body is not complete in time. A route that has limits of its own emits `portico:stream`; what the
 * client sends after the answer to such a request is read for a moment only.
 *
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
function limitBodyTime(request, response) {
	const { headers } = request;
	if (!headers['content-length'] && !headers['transfer-encoding']) return;
	const timer = setTimeout(disconnect, REQUEST_SECONDS * 1000, request, response);
	request.once('end', () => clearTimeout(timer)).once('close', () => clearTimeout(timer));
	request.once('portico:stream', () => {
		clearTimeout(timer);
		response.once('finish', () => {
			if (!request.complete) setTimeout(() => request.destroy(), LEFTOVER_SECONDS * 1000).unref();
		});
	});
}

/**
 * As Node does by `requestTimeout`: past the response, which the handler may still write.
 *
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
function disconnect(request, response) {
	if (request.complete) return;
	if (!response.headersSent) {
		request.socket.write('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
	}
	request.destroy();
}

/** Connections that are kept end one by one, so that none is cut while a request is on its way over it. */
function drain() {
	isLeaving = true;
	// accepts the connections in the backlog before the server closes
	setTimeout(() => setImmediate(shutDown), DRAIN_SECONDS * 1000);
}

/** Requests in flight are finished, within limits: a sign-in that was sent must deliver its cookies. */
function shutDown() {
	const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
	void Promise.all(closed)
		.then(finishShutdown)
		.then(() => process.exit(hasFailed ? 1 : 0));
	for (const server of servers) {
		server.closeIdleConnections();
		setTimeout(() => server.closeAllConnections(), SHUTDOWN_SECONDS * 1000).unref();
	}
}

/**
 * Has the app log an uncaught error, and ends as on SIGTERM, but with code 1: the supervisor restarts the process.
 *
 * @param {unknown} reason
 */
function fail(reason) {
	// an error during the shutdown
	if (hasFailed) return;
	hasFailed = true;
	const events = /** @type {import('node:events').EventEmitter} */ (process);
	if (!events.emit('portico:failure', reason)) console.error(reason);
	if (!isLeaving) drain();
}

/** Collects the app's unfinished work and waits for it, up to a time limit. */
async function finishShutdown() {
	/** @type {Promise<unknown>[]} */
	const unfinished = [];
	/** @type {import('node:events').EventEmitter} */ (process).emit('portico:end', unfinished);
	await Promise.race([Promise.allSettled(unfinished), delay(EXIT_TIMEOUT_SECONDS * 1000)]);
}

/**
 * @param {NodeJS.ErrnoException} error
 * @returns {never}
 */
function stop(error) {
	const inUse = error.code === 'EADDRINUSE';
	console.error(inUse ? `Port ${PORT} is in use: set PORT to another.` : error.message);
	process.exit(1);
}
