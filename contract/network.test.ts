import { expect, test } from 'vitest';
import { isLoopback, networkOf } from './network.ts';

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

test.each([
	['localhost', true],
	['studio.localhost', true],
	['127.0.0.1', true],
	['127.8.9.10', true],
	['[::1]', true],
	['localhost.example.org', false],
	['notlocalhost', false],
	['127.0.0.1.example.org', false],
	['192.168.0.1', false]
])('%s is on this machine: %s', (hostname, expected) => {
	expect(isLoopback(hostname)).toBe(expected);
});
