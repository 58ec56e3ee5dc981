/** A row of the collection: who asks for `from`, where nothing is, is led `to`. */
export interface Redirect {
	id: number;
	from: string;
	to: string;
}
