// Loaded before an app (`--import`): puts its clock CLOCK_AHEAD_SECONDS ahead, or behind where that is negative.
const ahead = Number(process.env.CLOCK_AHEAD_SECONDS) * 1000;
const Right = Date;

class Shifted extends Right {
	constructor(...given: [] | ConstructorParameters<typeof Right>) {
		if (given.length > 0) super(...(given as ConstructorParameters<typeof Right>));
		else super(Right.now() + ahead);
	}

	static override now(): number {
		return Right.now() + ahead;
	}
}

globalThis.Date = Shifted as DateConstructor; // never called without `new` here
