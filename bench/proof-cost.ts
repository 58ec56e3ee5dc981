import { randomBytes } from 'node:crypto';
import { Proof, PROOF_HEADER, ProofVerifier } from '@portico/contract/proof.ts';
import type { Row } from './row.ts';

const CALLS = 200_000;
const MAX_MICROSECONDS = 20;

/** Measures the cost of the app's proof per call: in the app, which sends it, and in Directus, which checks it. */
export function measureProof(): Row {
	const secret = randomBytes(32);
	const proof = new Proof([secret]);
	const verifier = new ProofVerifier([secret]);
	const send = () => new Headers(proof.headers(Date.now()));
	const sent = send().get(PROOF_HEADER);

	const inTheApp = microsecondsOf(send);
	const inDirectus = microsecondsOf(() => verifier.accept(sent, Date.now()));
	const both = inTheApp + inDirectus;
	return {
		what: 'The proof that a call is the app’s',
		measured: `${inTheApp.toFixed(1)} µs in the app, ${inDirectus.toFixed(1)} µs in Directus`,
		limit: `${MAX_MICROSECONDS} µs`,
		met: both <= MAX_MICROSECONDS,
		figures: { inTheApp, inDirectus }
	};
}

function microsecondsOf(call: () => unknown): number {
	for (let index = 0; index < CALLS / 10; index++) call();
	const begin = performance.now();
	for (let index = 0; index < CALLS; index++) call();
	return ((performance.now() - begin) * 1000) / CALLS;
}
