/** A row of the collection: leads from the path `from`, where no page is, to the path `to`. */
export interface Redirect {
	id: number;
	from: string;
	to: string;
}
