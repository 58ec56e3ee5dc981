import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

/** Below it a password falls within a million guesses. */
const MIN_SCORE = 2;
/** More only makes a password better, and the estimate slower. */
const MAX_JUDGED_LENGTH = 32;

const estimator = new ZxcvbnFactory({
	dictionary,
	graphs: adjacencyGraphs,
	maxLength: MAX_JUDGED_LENGTH
});

/** Whether a password is among the first that are guessed: known ones, words, names, dates and walks over the keyboard. */
export function isGuessable(password: string): boolean {
	return estimator.check(password).score < MIN_SCORE;
}
