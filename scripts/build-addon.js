// Builds one native add-on where there is no launcher: in the image of Directus.
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { buildAddon } from './addons.js';

await buildAddon(
	path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..'),
	process.argv[2] ?? ''
);
