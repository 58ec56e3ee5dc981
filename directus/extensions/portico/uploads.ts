import { InvalidPayloadError } from '@directus/errors';
import type { HookConfig } from '@directus/extensions';
import type { Application, ErrorRequestHandler, Request, RequestHandler } from 'express';
import { finished, type Readable, type Writable } from 'node:stream';

/** busboy's own errors are all about what was sent. */
const OF_BUSBOY = /[\\/]busboy[\\/]lib[\\/]/;

/**
 * Lets an upload fail that ends in the middle. Directus reads files out of a form before it listens for their failure, so
 * that one of these would end the process; an import would wait for the rest for an hour, and with it the database.
 */
export const uploads: HookConfig = ({ init }) => {
	// Directus hands over its own Express application
	init('routes.before', ({ app }) => {
		(app as Application).use(passFailuresOn);
	});
	init('routes.custom.after', ({ app }) => {
		(app as Application).use(blameSender);
	});
};

/** What reads a form: a stream that tells of each file in it. */
type Form = Writable & NodeJS.EventEmitter;

/** What was wrong with the form of a request. */
const failures = new WeakMap<Request, Error>();

const passFailuresOn: RequestHandler = (request, _response, next) => {
	if (request.is('multipart/form-data')) {
		const note = (error: Error) => void failures.set(request, error);
		// Express takes the path apart on the way
		const isImport = request.path.startsWith('/utils/import/');
		let hasFile = false;
		beforePipe(request, (form) => {
			form.on('error', note);
			// an import would never be answered
			form.on('finish', () => {
				if (hasFile || !isImport) return;
				next(new InvalidPayloadError({ reason: 'No file was included in the body' }));
			});
			finished(request, (error) => {
				if (error) form.destroy(error);
			});
			(form as Form).prependListener('file', (_name: string, file: Readable) => {
				hasFile = true;
				// a reader sees that it is destroyed
				file.on('error', note);
				beforePipe(file, (target) => {
					finished(file, (error) => {
						if (error) target.destroy(error);
					});
				});
			});
		});
	}
	next();
};

/** Has this done with where a stream is piped to, before it is. */
function beforePipe(stream: Readable, prepare: (target: Writable) => void): void {
	const pipe = stream.pipe.bind(stream);
	stream.pipe = <Target extends NodeJS.WritableStream>(target: Target, options?: object) => {
		// express and busboy pipe to streams of Node
		prepare(target as unknown as Writable);
		return pipe(target, options);
	};
}

/**
 * A form that cannot be read is the sender's mistake; Directus would answer that it has failed. It tells of it a second
 * time, of the file in it, upon which Express cuts the connection: nobody is to send another request over it.
 */
const blameSender: ErrorRequestHandler = (error: unknown, request, response, next) => {
	const failure = failures.get(request) ?? (isOfBusboy(error) ? error : null);
	if (failure) response.set('Connection', 'close');
	next(failure ? new InvalidPayloadError({ reason: failure.message }) : error);
};

/** What busboy throws where it cannot even begin. */
function isOfBusboy(error: unknown): error is Error {
	return error instanceof Error && OF_BUSBOY.test(error.stack ?? '');
}
