import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const EXTENSION_SOURCES = path.resolve(import.meta.dirname, '../../directus/extensions/portico');

/** A folder with our extension and one that belongs to a test. */
export class ExtensionFolder {
	readonly path: string;

	private constructor(folder: string) {
		this.path = folder;
	}

	/** @param source plain JavaScript: Directus loads it as it is */
	static async make(manifest: object, source: string): Promise<ExtensionFolder> {
		const folder = await mkdtemp(path.join(tmpdir(), 'portico-extensions-'));
		await mkdir(path.join(folder, 'portico/dist'), { recursive: true });
		for (const file of ['package.json', 'dist/index.cjs']) {
			await copyFile(path.join(EXTENSION_SOURCES, file), path.join(folder, 'portico', file));
		}
		await mkdir(path.join(folder, 'other'));
		await writeFile(path.join(folder, 'other/package.json'), JSON.stringify(manifest));
		await writeFile(path.join(folder, 'other/index.js'), source);
		return new ExtensionFolder(folder);
	}

	/** Variables for Directus. */
	get variables(): Record<string, string> {
		return { EXTENSIONS_PATH: this.path };
	}

	remove(): Promise<void> {
		return rm(this.path, { recursive: true });
	}
}
