import { ExtensionFolder } from './extension-folder.ts';

/** Our extension, and one whose endpoints cause uncaught errors. */
export function makeFailing(): Promise<ExtensionFolder> {
	return ExtensionFolder.make(MANIFEST, SOURCE);
}

const MANIFEST = {
	name: 'failing',
	version: '1.0.0',
	type: 'module',
	'directus:extension': {
		type: 'endpoint',
		path: 'index.js',
		source: 'index.js',
		host: '^11.0.0 || ^12.0.0'
	}
};

const SOURCE = `
export default {
	id: 'failing',
	handler: (router) => {
		let waiting = 0;
		// responds only after the process has received SIGTERM
		router.get('/slow', (_request, response) => {
			waiting++;
			process.once('SIGTERM', () => setImmediate(() => response.json({ data: 'finished' })));
		});
		router.get('/waiting', (_request, response) => response.json({ data: waiting }));
		router.post('/rejected', (_request, response) => {
			void Promise.reject(new Error('rejected by the test'));
			response.json({ data: null });
		});
		router.post('/thrown', (_request, response) => {
			setImmediate(() => {
				throw new Error('thrown by the test');
			});
			response.json({ data: null });
		});
	}
};
`;
