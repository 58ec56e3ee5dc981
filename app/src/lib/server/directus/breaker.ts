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
export const RESPONSE_TIMEOUT_SECONDS = 5;
const MAX_UNANSWERED_CALLS = 3;
const PROBE_PAUSE_MILLISECONDS = 500;
/** More at once make Directus no faster. */
const MAX_CONCURRENT = 64;
/** Each waiting call costs memory: further ones are refused. */
const MAX_QUEUED = 1_000;

type Call<T> = {
	/** Starts the call. Rejects only without a response; an error from Directus is a response. */
	begin: () => Promise<T>;
	/** Whether a missing response counts as a failure of Directus; false for calls that are known to be slow. */
	counts: boolean;
	/** Aborted when the caller no longer waits in the queue. */
	signal?: AbortSignal | undefined;
};

/**
 * Guards every call to Directus. After several in a row without a response, further calls fail at once instead of
 * piling up, until a probe gets a response. The probe is a call of its own, so that no visitor waits for its timeout.
 */
export class Breaker {
	readonly #turn = bulkhead(MAX_CONCURRENT, MAX_QUEUED);
	readonly #timeout = timeout(RESPONSE_TIMEOUT_SECONDS * 1000, TimeoutStrategy.Aggressive);
	// no pause of its own: only the probe gets to a circuit that is open, and it comes after its pause
	readonly #circuit = circuitBreaker(handleAll, {
		breaker: new ConsecutiveBreaker(MAX_UNANSWERED_CALLS),
		halfOpenAfter: 0
	});
	readonly #probe: () => Promise<unknown>;
	#openSince: number | null = null;

	/** @param probe pings Directus, and rejects after a short timeout */
	constructor(probe: () => Promise<unknown>) {
		this.#probe = probe;
		this.#circuit.onBreak(() => this.#opened());
		this.#circuit.onReset(() => this.#closed());
	}

	/** Makes a call when it is its turn; rejects where Directus does not respond, or while the circuit is open. */
	async run<T>({ begin, counts, signal }: Call<T>): Promise<T> {
		this.#refuseWhileOpen();
		const { answer } = await this.#turn.execute(async () => {
			this.#refuseWhileOpen();
			const answer = begin();
			const counted = counts
				? this.#circuit.execute(() => this.#timeout.execute(() => answer))
				: answer;
			await counted.catch(() => {});
			// wrapped, so that it is not waited for: an answer without end must not keep its turn
			return { answer };
		}, signal);
		return answer;
	}

	#refuseWhileOpen(): void {
		if (this.#circuit.state !== CircuitState.Closed) throw new BrokenCircuitError();
	}

	/** Also runs after each failed probe, which schedules the next one. */
	#opened(): void {
		metrics.isDirectusUnavailable(true);
		if (this.#openSince === null) {
			this.#openSince = Date.now();
			log.warn('Directus is unavailable: calls fail at once until it responds to a probe');
		}
		const sendProbe = () => void this.#circuit.execute(this.#probe).catch(() => {});
		setTimeout(sendProbe, PROBE_PAUSE_MILLISECONDS).unref();
	}

	#closed(): void {
		metrics.isDirectusUnavailable(false);
		const seconds = Math.round((Date.now() - (this.#openSince ?? Date.now())) / 1000);
		this.#openSince = null;
		log.info({ seconds }, 'Directus is available again');
	}
}
