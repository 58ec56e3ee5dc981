import { InvalidPayloadError } from '@directus/errors';
import type { HookConfig } from '@directus/extensions';
import type { Application, ErrorRequestHandler, RequestHandler } from 'express';
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

const passFailuresOn: RequestHandler = (request, _response, next) => {
	if (request.is('multipart/form-data')) {
		beforePipe(request, (form) => {
			finished(request, (error) => {
				if (error) form.destroy(error);
			});
			(form as Form).prependListener('file', (_name: string, file: Readable) => {
				// whoever reads it sees that it is destroyed
				file.on('error', () => {});
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

/** A form that cannot be read is the sender's mistake; Directus would answer that it has failed. */
const blameSender: ErrorRequestHandler = (error: unknown, _request, _response, next) => {
	const isOfBusboy = error instanceof Error && OF_BUSBOY.test(error.stack ?? '');
	next(isOfBusboy ? new InvalidPayloadError({ reason: error.message }) : error);
};
