import {
	context,
	propagation,
	ROOT_CONTEXT,
	type Span,
	SpanKind,
	SpanStatusCode,
	trace
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
	defaultResource,
	detectResources,
	envDetector,
	resourceFromAttributes,
	serviceNameEnvDetector
} from '@opentelemetry/resources';
import {
	BatchSpanProcessor,
	ParentBasedSampler,
	TraceIdRatioBasedSampler,
	TracerProvider
} from '@opentelemetry/sdk-trace';
import { beforeExit } from '../operations/shutdown.ts';
import type { Tracer } from './spans.ts';

// Attributes are named by https://opentelemetry.io/docs/specs/semconv/http/http-spans/. No address is among them: some
// carry the one-time tokens of mailed links.

const tracer = trace.getTracer('portico');

const headersOf = {
	get: (headers: Headers, name: string) => headers.get(name) ?? undefined,
	keys: (headers: Headers) => [...headers.keys()]
};
const headersTo = {
	set: (headers: Headers, name: string, value: string) => headers.set(name, value)
};

/**
 * Exports the spans of this share of the requests, to the endpoint in the standard variables of OpenTelemetry's exporter;
 * a trace that began upstream keeps its sampling decision. The API's globals are set, so spans of other code join in.
 */
export function start(share: number): Tracer {
	const resource = defaultResource()
		.merge(resourceFromAttributes({ 'service.name': 'portico' }))
		.merge(detectResources({ detectors: [envDetector, serviceNameEnvDetector] }));
	const provider = new TracerProvider({
		resource,
		sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
		spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })]
	});
	context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
	propagation.setGlobalPropagator(new W3CTraceContextPropagator());
	trace.setGlobalTracerProvider(provider);
	beforeExit(() => provider.shutdown());
	return { request, call };
}

/** Answers a request within a span, in the trace that the request came with. */
const request: Tracer['request'] = async (event, answer) => {
	const { method, headers } = event.request;
	const route = event.route.id;
	const parent = propagation.extract(ROOT_CONTEXT, headers, headersOf);
	const span = tracer.startSpan(
		route ? `${method} ${route}` : method,
		{
			kind: SpanKind.SERVER,
			attributes: { 'http.request.method': method, ...(route && { 'http.route': route }) }
		},
		parent
	);
	try {
		const response = await context.with(trace.setSpan(parent, span), answer);
		span.setAttributes({
			'http.response.status_code': response.status,
			'portico.request_id': event.locals.requestId
		});
		if (response.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
		return response;
	} catch (error) {
		span.setStatus({ code: SpanStatusCode.ERROR });
		throw error;
	} finally {
		span.end();
	}
};

/** Begins the span of a call, in that of the request it is made for, and writes it into the headers that are sent. */
const call: Tracer['call'] = (kind, method, headers) => {
	const span = tracer.startSpan(`Directus ${kind}`, {
		kind: SpanKind.CLIENT,
		attributes: { 'http.request.method': method, 'peer.service': 'directus' }
	});
	propagation.inject(trace.setSpan(context.active(), span), headers, headersTo);
	return { end: (failure) => end(span, failure) };
};

function end(span: Span, failure?: string): void {
	if (failure) {
		span.setAttribute('error.type', failure);
		span.setStatus({ code: SpanStatusCode.ERROR });
	}
	span.end();
}
