// Loaded before a program (`--import`): it runs as on a machine without IPv6, which does not have the address ::1.
import { Server } from 'node:net';

/** Reserved for documentation (RFC 3849), so that no machine has it. */
const UNASSIGNED_ADDRESS = '2001:db8::1';

type Listen = (port: number, host: string, ...rest: unknown[]) => Server;

// the one way in which the app calls it
const listen = Server.prototype.listen as Listen; // eslint-disable-line @typescript-eslint/unbound-method -- called on the server below
Server.prototype.listen = function (this: Server, port: number, host: string, ...rest: unknown[]) {
	return listen.call(this, port, host === '::1' ? UNASSIGNED_ADDRESS : host, ...rest);
} as typeof Server.prototype.listen;
