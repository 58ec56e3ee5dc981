/** A folder of files. */
export interface Folder {
	id: string;
	name: string;
}

/** Everyone sees a cover while an article is published that has it. */
export const covers: Folder = { id: '636f7665-7273-4000-8000-000000000001', name: 'Covers' };

/** Pictures in texts, public: permissions cannot depend on the texts that show them. */
export const pictures: Folder = { id: '70696374-7572-4573-8000-000000000002', name: 'Pictures' };

/** Members' own pictures: no policy shows them, and the extension alone serves them. */
export const avatars: Folder = { id: '61766174-6172-4000-8000-000000000003', name: 'Avatars' };

/** Every folder that a policy or a field of the model names. */
export const folders: Folder[] = [covers, pictures, avatars];
