/** Something a person can remove: says what is in the way, and how to go on. Shown without a stack. */
export class Obstacle extends Error {
	readonly fix: string | null;

	constructor(message: string, fix: string | null = null) {
		super(message);
		this.fix = fix;
	}
}
