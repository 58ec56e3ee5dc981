import { describe, expect, test } from 'vitest';
import { canonicalOfPostgres, canonicalOfSqlite, type SqliteValue, toPostgres } from './values.ts';

const INSTANT = Date.UTC(2024, 1, 29, 23, 59, 59, 123);

describe('a value of SQLite is written to PostgreSQL as', () => {
	test.each<[SqliteValue, string, unknown]>([
		[null, 'bool', null],
		[1n, 'bool', true],
		[0n, 'bool', false],
		[BigInt(INSTANT), 'timestamptz', new Date(INSTANT)],
		['2024-02-29T23:59:59.123Z', 'timestamp', new Date(INSTANT)],
		[9007199254740993n, 'int8', '9007199254740993'],
		[0.1, 'numeric', '0.1'],
		[123n, 'json', '123'],
		['{"a":1}', 'json', '{"a":1}'],
		['2024', 'text', '2024'],
		[new Uint8Array([1, 2]), 'bytea', new Uint8Array([1, 2])]
	])('%s in a column of type %s', (value, type, written) => {
		expect(toPostgres(value, type)).toEqual(written);
	});

	test.each<[SqliteValue, string]>([
		[7n, 'bool'],
		['yes', 'bool'],
		['tomorrow', 'timestamptz']
	])('NULL, where it is %s in a column of type %s', (value, type) => {
		expect(() => toPostgres(value, type)).toThrow(/is (neither|no)/);
	});
});

describe('equal in both databases are', () => {
	test.each<[SqliteValue, string, string]>([
		[1n, 'true', 'bool'],
		[BigInt(INSTANT), '2024-02-29 23:59:59.123+00', 'timestamptz'],
		[0n, '1970-01-01 00:00:00+00', 'timestamptz'],
		[-1n, '1969-12-31 23:59:59.999+00', 'timestamptz'],
		[wall(2024, 2, 31, 2, 5, 0, 0), '2024-03-31 02:05:00', 'timestamp'],
		[wall(2024, 2, 31, 2, 5, 0, 120), '2024-03-31 02:05:00.12', 'timestamp'],
		[wall(1900, 0, 1, 0, 0, 0, 0), '1900-01-01', 'date'],
		['12:30', '12:30:00', 'time'],
		[9007199254740993n, '9007199254740993', 'int8'],
		[12n, '12.00000', 'numeric'],
		[12345.67891, '12345.67891', 'numeric'],
		[1e21, '1000000000000000000000', 'numeric'],
		[1e21, '1e+21', 'float8'],
		[5, '5', 'float8'],
		['{"a": 1}', '{"a":1}', 'json'],
		[123n, '123', 'json'],
		['0B9E', '0b9e', 'uuid'],
		[new Uint8Array([1, 255]), '\\x01ff', 'bytea'],
		['a ', 'a ', 'text']
	])('%s and %s, of type %s', (sqlite, postgres, type) => {
		expect(canonicalOfSqlite(sqlite, type)).toBe(canonicalOfPostgres(postgres, type));
	});
});

describe('different in the two databases are', () => {
	test.each<[SqliteValue, string | null, string]>([
		['', null, 'text'],
		['a ', 'a', 'text'],
		[9007199254740993n, '9007199254740992', 'int8'],
		[0.123456, '0.12346', 'numeric'],
		[BigInt(INSTANT), '2024-02-29 22:59:59.123+00', 'timestamptz'],
		[BigInt(INSTANT), '2024-02-29 23:59:59.122+00', 'timestamptz'],
		['{"a":1,"b":2}', '{"b":2,"a":1}', 'json']
	])('%s and %s, of type %s', (sqlite, postgres, type) => {
		expect(canonicalOfSqlite(sqlite, type)).not.toBe(canonicalOfPostgres(postgres, type));
	});
});

/** A local time of this machine as Directus stores it, in milliseconds. */
function wall(...parts: [number, number, number, number, number, number, number]): bigint {
	return BigInt(new Date(...parts).getTime());
}
