/** A folder of files. */
export interface Folder {
	id: string;
	name: string;
}

/** Pictures for everyone: covers, once their article is published, and pictures in texts. */
export const covers: Folder = { id: '636f7665-7273-4000-8000-000000000001', name: 'Covers' };

/** Every folder that a policy or a field of the model names. */
export const folders: Folder[] = [covers];
