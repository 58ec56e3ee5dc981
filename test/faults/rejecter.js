// Loaded (node --import) into a process of the app that is to fail: while a request is answered for which Directus is
// requested teasers, an uncaught rejection or exception occurs. No request is known to cause one.
const { fetch } = globalThis;
let hasFailed = false;

/** @param {Parameters<typeof fetch>} request */
globalThis.fetch = (...request) => {
	if (!hasFailed && String(request[0]).includes('/portico/teasers')) {
		hasFailed = true;
		if (process.env.FAILS_BY === 'throwing') setImmediate(() => fail('thrown'));
		else void Promise.reject(new Error('rejected by the test'));
	}
	return fetch(...request);
};

/** @param {string} how */
function fail(how) {
	throw new Error(`${how} by the test`);
}
