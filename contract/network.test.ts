import { expect, test } from 'vitest';
import { networkOf } from './network.ts';

test.each(['192.0.2.1', 'unknown', ''])('the address %j is its own network', (address) => {
	expect(networkOf(address)).toBe(address);
});

test('the network of an IPv4-mapped IPv6 address is the IPv4 address', () => {
	expect(networkOf('::ffff:192.0.2.1')).toBe('192.0.2.1');
});

test.each([
	'2001:db8:1:2:3:4:5:6',
	'2001:db8:1:2::',
	'2001:0DB8:0001:0002::ffff',
	'2001:db8:1:2::192.0.2.1',
	'2001:db8:1:2::1%eth0'
])('L01 the network of %s is its /64', (address) => {
	expect(networkOf(address)).toBe('2001:db8:1:2::/64');
});

test.each([
	['::1', '::/64'],
	['2001:db8::1', '2001:db8::/64'],
	['2001:db8:1:3::', '2001:db8:1:3::/64']
])('%s is in %s', (address, network) => {
	expect(networkOf(address)).toBe(network);
});
