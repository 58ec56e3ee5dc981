import type { Handle } from '@sveltejs/kit/hooks';
import * as tracing from '../tracing/spans.ts';

/** Traces requests where traces have a place to go to. */
export const trace: Handle = ({ event, resolve }) => tracing.request(event, () => resolve(event));
