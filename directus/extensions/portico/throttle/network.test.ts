import { expect, test } from 'vitest';
import { networkOf } from './network.ts';

test.each([
	['192.0.2.1', '192.0.2.1'],
	['::ffff:192.0.2.1', '192.0.2.1'],
	['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
	['unknown', 'unknown']
])('L01 %s is counted as %s', (address, network) => {
	expect(networkOf(address)).toBe(network);
});
