import {
	BrokenCircuitError,
	bulkhead,
	circuitBreaker,
	CircuitState,
	ConsecutiveBreaker,
	handleAll,
	timeout,
	TimeoutStrategy
} from 'cockatiel';
import { log } from '../operations/log.ts';
import * as metrics from '../metrics/instruments.ts';

/** A response that takes longer counts as a failure of Directus, even if the caller goes on waiting. */
export const PATIENCE_SECONDS = 5;
const MOST_SILENT_CALLS = 3;
const PROBE_PAUSE_MILLISECONDS = 500;
/** More at once make Directus no faster. */
const MOST_AT_ONCE = 64;
/** Each that waits costs memory: more than these are turned away. */
const MOST_WAITING = 1_000;

type Call<T> = {
	/** Starts the call. Only silence rejects it; whatever Directus answers, an error too, is an answer. */
	begin: () => Promise<T>;
	/** Whether its silence says anything about Directus; that of something slow does not. */
	counts: boolean;
	/** Aborted when nobody waits any longer for the call's turn to come. */
	signal?: AbortSignal | undefined;
};

/**
 * Stands before every call to Directus. After a few in a row without any answer, further ones fail at once instead of
 * piling up, until a probe is answered. The probe is a call of its own that nobody waits for: a visitor who was sent
 * ahead as a probe would wait in vain.
 */
export class Breaker {
	readonly #turn = bulkhead(MOST_AT_ONCE, MOST_WAITING);
	readonly #patience = timeout(PATIENCE_SECONDS * 1000, TimeoutStrategy.Aggressive);
	// no pause of its own: only the probe gets to a circuit that is open, and it comes after its pause
	readonly #circuit = circuitBreaker(handleAll, {
		breaker: new ConsecutiveBreaker(MOST_SILENT_CALLS),
		halfOpenAfter: 0
	});
	readonly #probe: () => Promise<unknown>;
	#openSince: number | null = null;

	/** @param probe asks Directus for a sign of life, and rejects where there is none within a moment */
	constructor(probe: () => Promise<unknown>) {
		this.#probe = probe;
		this.#circuit.onBreak(() => this.#opened());
		this.#circuit.onReset(() => this.#closed());
	}

	/** Makes a call when it is its turn; rejected where Directus is silent, or was so lately. */
	async run<T>({ begin, counts, signal }: Call<T>): Promise<T> {
		this.#refuseWhileOpen();
		const { answer } = await this.#turn.execute(async () => {
			this.#refuseWhileOpen();
			const answer = begin();
			const heard = counts
				? this.#circuit.execute(() => this.#patience.execute(() => answer))
				: answer;
			await heard.catch(() => {});
			// wrapped, so that it is not waited for: an answer without end must not keep its turn
			return { answer };
		}, signal);
		return answer;
	}

	#refuseWhileOpen(): void {
		if (this.#circuit.state !== CircuitState.Closed) throw new BrokenCircuitError();
	}

	/** Also after each probe in vain, which is how the next one comes about. */
	#opened(): void {
		metrics.isDirectusSilent(true);
		if (this.#openSince === null) {
			this.#openSince = Date.now();
			log.warn('Directus is silent: calls fail at once until it answers a probe');
		}
		const ask = () => void this.#circuit.execute(this.#probe).catch(() => {});
		setTimeout(ask, PROBE_PAUSE_MILLISECONDS).unref();
	}

	#closed(): void {
		metrics.isDirectusSilent(false);
		const seconds = Math.round((Date.now() - (this.#openSince ?? Date.now())) / 1000);
		this.#openSince = null;
		log.info({ seconds }, 'Directus answers again');
	}
}
