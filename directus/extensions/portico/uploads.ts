import { InvalidPayloadError } from '@directus/errors';
import type { HookConfig } from '@directus/extensions';
import type { Application, ErrorRequestHandler, Request, RequestHandler } from 'express';
import { finished, type Readable, type Writable } from 'node:stream';

/** All of busboy's own errors are about the request body. */
const BUSBOY_STACK = /[\\/]busboy[\\/]lib[\\/]/;

/**
 * Lets an upload fail that ends in the middle. Directus reads files out of a form before it listens for their failure, so
 * that one of these would end the process; an import would wait for the rest for an hour, and with it the database.
 */
export const uploads: HookConfig = ({ init }) => {
	// Directus hands over its own Express application
	init('routes.before', ({ app }) => {
		(app as Application).use(catchUploadErrors);
	});
	init('routes.custom.after', ({ app }) => {
		(app as Application).use(answerBadUpload);
	});
};

/** Parser of a form: a stream that emits each file in it. */
type Form = Writable & NodeJS.EventEmitter;

/** Parse errors of forms, by request. */
const failures = new WeakMap<Request, Error>();

const catchUploadErrors: RequestHandler = (request, _response, next) => {
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

/** Calls a function with the destination of a stream, before it is piped. */
function beforePipe(stream: Readable, prepare: (target: Writable) => void): void {
	const pipe = stream.pipe.bind(stream);
	stream.pipe = <Target extends NodeJS.WritableStream>(target: Target, options?: object) => {
		// express and busboy pipe to streams of Node
		prepare(target as unknown as Writable);
		return pipe(target, options);
	};
}

/**
 * Responds 400 to a form that cannot be parsed, where Directus would respond 500. The file in the form reports the same
 * error once more, upon which Express closes the connection: no other request may follow on it.
 */
const answerBadUpload: ErrorRequestHandler = (error: unknown, request, response, next) => {
	const failure = failures.get(request) ?? (isOfBusboy(error) ? error : null);
	if (failure) response.set('Connection', 'close');
	next(failure ? new InvalidPayloadError({ reason: failure.message }) : error);
};

/** Whether busboy threw an error, which it does where it cannot begin to parse. */
function isOfBusboy(error: unknown): error is Error {
	return error instanceof Error && BUSBOY_STACK.test(error.stack ?? '');
}
