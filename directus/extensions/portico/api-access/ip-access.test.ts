import { expect, test } from 'vitest';
import { coversAddress } from './ip-access.ts';

test.each([
	[null, '192.0.2.1', true],
	['', '192.0.2.1', true],
	['192.0.2.1', '192.0.2.1', true],
	['192.0.2.1', '192.0.2.2', false],
	['198.51.100.0/24, 192.0.2.0/24', '192.0.2.7', true],
	['192.0.2.1-192.0.2.5', '192.0.2.5', true],
	['192.0.2.1-192.0.2.5', '192.0.2.6', false],
	['2001:db8::/32', '2001:db8:1::1', true],
	['2001:db8::/32', '192.0.2.1', false],
	['192.0.2.1', null, false],
	['nonsense', '192.0.2.1', false],
	['192.0.2.0/99', '192.0.2.1', false]
])('a policy for the addresses %s applies to %s: %s', (networks, address, counts) => {
	expect(coversAddress(networks, address)).toBe(counts);
});
