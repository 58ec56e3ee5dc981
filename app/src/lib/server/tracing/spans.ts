import type { RequestEvent } from '@sveltejs/kit';

type Answer = () => Response | Promise<Response>;

/** A call in flight. */
export type Call = {
	/** Ends its span; `failure` is the reason for a missing response. */
	end: (failure?: string) => void;
};

/** A writer of traces. */
export type Tracer = {
	request: (event: RequestEvent, answer: Answer) => Promise<Response>;
	call: (kind: string, method: string, headers: Headers) => Call;
};

let tracer: Tracer | null = null;

/** Starts tracing for this share of the requests. */
export async function start(share: number): Promise<void> {
	// loaded only now: most sites have no place to send traces to
	const openTelemetry = await import('./opentelemetry.ts');
	tracer = openTelemetry.start(share);
}

/** Answers a request within a span of its own, where requests are traced. */
export function request(event: RequestEvent, answer: Answer): Response | Promise<Response> {
	return tracer ? tracer.request(event, answer) : answer();
}

/** Begins the span of a call to Directus and writes it into the headers that are sent; null where nothing is traced. */
export function call(kind: string, method: string, headers: Headers): Call | null {
	return tracer ? tracer.call(kind, method, headers) : null;
}
