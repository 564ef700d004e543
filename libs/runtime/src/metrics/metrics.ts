import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

/** Upper bounds of the request times, in seconds. */
const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** One finished HTTP request. */
export interface RequestObservation {
  readonly method: string;
  /** The route with its parameters' names, never with their values. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

/** A figure of an app's own: its name by the conventions of Prometheus, and what it says. */
export interface FigureDefinition {
  readonly name: string;
  readonly help: string;
}

/** The figures of one process for Prometheus; apps add theirs by `counter` and `histogram`. */
export class Metrics {
  readonly registry = new Registry();

  private readonly requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the arrival of a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: REQUEST_SECONDS,
    registers: [this.registry],
  });

  constructor(app: string) {
    this.registry.setDefaultLabels({ app });
    collectDefaultMetrics({ register: this.registry });
  }

  /** Counts one finished request. */
  observeRequest(observation: RequestObservation): void {
    const { method, route, status, seconds } = observation;
    this.requests.observe({ method, route, status: String(status) }, seconds);
  }

  /** Makes a figure that only grows; what it gives adds to it, 1 unless told. */
  counter({ name, help }: FigureDefinition): (count?: number) => void {
    const counter = new Counter({ name, help, registers: [this.registry] });
    return (count = 1) => counter.inc(count);
  }

  /** Makes a figure of durations by upper bounds in seconds; what it gives notes one of them. */
  histogram(
    { name, help }: FigureDefinition,
    bucketsSeconds: readonly number[],
  ): (seconds: number) => void {
    const buckets = [...bucketsSeconds];
    const histogram = new Histogram({ name, help, buckets, registers: [this.registry] });
    return (seconds) => histogram.observe(seconds);
  }
}
