/** Something a person can remove. Shown without a stack. */
export class UserError extends Error {
	/** How to fix it. */
	readonly fix: string | null;
	/** Further details, such as the last lines of a program. */
	readonly details: string | null;

	constructor(message: string, fix: string | null = null, details: string | null = null) {
		super(message);
		this.fix = fix;
		this.details = details;
	}
}
