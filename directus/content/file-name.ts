/**
 * The name, without its ending, of the file that belongs to a slug. File systems and archives disagree about letters
 * with accents, so the file of `fenêtre-sur-cour` is called `fenetre-sur-cour`.
 */
export function fileName(slug: string): string {
	return slug
		.normalize('NFD')
		.replace(/\p{Mark}/gu, '')
		.replaceAll('/', '-');
}
