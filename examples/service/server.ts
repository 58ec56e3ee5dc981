// A service behind the gateway: it answers with what the token says about the member who asks, and with what was sent.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRemoteJWKSet, jwtVerify } from 'jose';

/** The site, as members type it: the issuer of the tokens. */
const { SITE_ORIGIN = 'http://localhost:3000', SERVICE_NAME = 'echo' } = process.env;
const { HOST = '127.0.0.1', PORT = '4000' } = process.env;
/** Where this service reaches the key set, if that is not the address members type. */
const KEY_SET_URL = process.env.KEY_SET_URL || `${SITE_ORIGIN}/.well-known/jwks.json`;

// kept for ten minutes, and read again at once when a token names a key that is not in it
const keys = createRemoteJWKSet(new URL(KEY_SET_URL));
const expected = { issuer: SITE_ORIGIN, audience: SERVICE_NAME, algorithms: ['EdDSA'] };

const server = createServer((request, response) => {
	void answer(request, response).catch(() => response.destroy());
});
server.listen(Number(PORT), HOST, () => console.log(`listening on ${HOST}:${PORT}`));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit());

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
	const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
	const verified = await jwtVerify(token, keys, expected).catch(() => null);
	if (!verified) return void response.writeHead(401).end();

	const { sub, role, sid } = verified.payload;
	if (request.url === '/events') {
		response.writeHead(200, { 'content-type': 'text/event-stream' });
		const timer = setInterval(() => response.write(`data: ${Date.now()}\n\n`), 1000);
		response.write(`data: ${sub}\n\n`);
		return void response.on('close', () => clearInterval(timer));
	}
	let bytes = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) bytes += chunk.byteLength;
	const { method, url, headers } = request;
	response.writeHead(200, { 'content-type': 'application/json' });
	response.end(
		JSON.stringify({ sub, role, sid, method, url, bytes, headers: Object.keys(headers) })
	);
}
