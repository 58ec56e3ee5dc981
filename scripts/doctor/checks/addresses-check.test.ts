import { describe, expect, test } from 'vitest';
import { FORGED, judgeDirectAddress, judgeSiteAddress } from './addresses-check.ts';

const PUBLIC = 'https://studio.example';
const [FIRST, LAST] = FORGED;
const PERSON = '192.0.2.44';
const PROXY = '172.18.0.2';

describe('Directus', () => {
	test.each<[string, string, string, string[], string]>([
		['behind one proxy that appends, and counts one', PUBLIC, PERSON, [...FORGED, PERSON], 'ok'],
		['behind one proxy that writes anew, and counts one', PUBLIC, PERSON, [PERSON], 'ok'],
		['that believes everything', PUBLIC, FIRST, [...FORGED, PERSON], 'must'],
		['that believes everything, on this machine', 'http://localhost:8055', FIRST, FORGED, 'must'],
		['behind one proxy, that counts two', PUBLIC, LAST, [...FORGED, PERSON], 'must'],
		['without a proxy, that counts one', PUBLIC, LAST, FORGED, 'must'],
		['without a proxy, on this machine', 'http://localhost:8055', LAST, FORGED, 'ok'],
		['behind a proxy, that counts none', PUBLIC, PROXY, [...FORGED, PERSON], 'must'],
		['behind two proxies, that counts one', PUBLIC, '192.0.2.1', [PERSON, '192.0.2.1'], 'should'],
		['without a proxy, that counts none', PUBLIC, PROXY, FORGED, 'ok']
	])('%s', (_, url, believed, forwarded, severity) => {
		const address = { believed, peer: PROXY, forwarded };
		expect(judgeDirectAddress(url, address)).toMatchObject({ severity });
	});
});

describe('the site', () => {
	test.each<[string, string | null, string]>([
		['https://site.example', PERSON, 'ok'],
		['https://site.example', '2001:db8::1', 'ok'],
		['https://site.example', FIRST, 'must'],
		['https://site.example', LAST, 'must'],
		['https://site.example', PROXY, 'should'],
		['https://site.example', '127.0.0.1', 'should'],
		['https://site.example', '::1', 'should'],
		['https://site.example', 'fd00::2', 'should'],
		['https://site.example', null, 'unknown'],
		['http://localhost:3000', '127.0.0.1', 'ok'],
		['http://localhost:3000', LAST, 'ok'],
		['http://localhost:3000', FIRST, 'must']
	])('%s with the visitor address %s: %s', (url, believed, severity) => {
		expect(judgeSiteAddress(url, believed)).toMatchObject({ severity });
	});
});
