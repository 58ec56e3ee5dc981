import type { HookConfig } from '@directus/extensions';
import { type Readable, Transform, type Writable } from 'node:stream';

/** Rows that hold lists of rows that hold lists …: no model is that deep, and each level takes memory while it is open. */
const MAX_DEPTH = 64;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/** The part of Directus' service that reads files of JSON. */
interface ImportService {
	importJSON(collection: string, stream: Readable): Promise<void>;
}

const limited = Symbol.for('portico.imports');

/** Refuses imports of JSON that is nested deeper than any row: Directus keeps each level, which took gigabytes. */
export const imports: HookConfig = (_register, { services }) => {
	// Directus hands over its services without types
	const { prototype } = (services as { ImportService: { prototype: ImportService } }).ImportService;
	const marked = prototype as ImportService & { [limited]?: true };
	if (marked[limited]) return;
	marked[limited] = true;

	const importJSON = Object.getOwnPropertyDescriptor(prototype, 'importJSON')
		?.value as ImportService['importJSON'];
	prototype.importJSON = function (collection, stream) {
		return importJSON.call(this, collection, stream.pipe(new DepthLimit()));
	};
};

/**
 * Passes JSON on while it is nested no deeper than the limit. The rest becomes invalid JSON, which the reader of the stream
 * refuses by itself.
 */
export class DepthLimit extends Transform {
	#depth = 0;
	#isInText = false;
	#isEscaped = false;
	#isTooDeep = false;

	constructor() {
		super();
		// it may fail before it is read
		this.on('error', () => {});
	}

	/** Has the target fail as this does: an import would wait for the rest. */
	override pipe<Target extends NodeJS.WritableStream>(target: Target, options?: object): Target {
		// Directus pipes to streams of Node
		const reader = target as unknown as Writable;
		if (this.errored) reader.destroy(this.errored);
		else this.once('error', (error) => reader.destroy(error));
		return super.pipe(target, options);
	}

	override _transform(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void) {
		if (!this.#isTooDeep) {
			const end = this.#endIn(chunk);
			this.push(end === -1 ? chunk : Buffer.concat([chunk.subarray(0, end), Buffer.from('!')]));
			if (end !== -1) this.#isTooDeep = true;
		}
		done();
	}

	/** Where in this part it becomes too deep, or -1. */
	#endIn(chunk: Buffer): number {
		for (const [index, byte] of chunk.entries()) {
			if (this.#isEscaped) this.#isEscaped = false;
			else if (this.#isInText) {
				if (byte === BACKSLASH) this.#isEscaped = true;
				else if (byte === QUOTE) this.#isInText = false;
			} else if (byte === QUOTE) this.#isInText = true;
			else if (OPENING.has(byte)) {
				this.#depth += 1;
				if (this.#depth > MAX_DEPTH) return index;
			} else if (CLOSING.has(byte)) this.#depth -= 1;
		}
		return -1;
	}
}
