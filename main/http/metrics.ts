import type { Registry } from "prom-client";

interface Gauges {
  readonly connections: () => number;
  readonly webSockets: () => number;
  readonly sessions: () => number;
}

/** Numbers for Prometheus. The library is loaded at the first scrape; counts from before it are kept here. */
export const createMetrics = (gauges: Gauges) => {
  const answered = new Map<
    string,
    { readonly method: string; readonly area: string; readonly status: string; count: number; seconds: number }
  >();
  let registry: Promise<Registry> | null = null;

  const load = async (): Promise<Registry> => {
    const { Counter, Gauge, Registry: PromRegistry, collectDefaultMetrics } = await import("prom-client");
    const created = new PromRegistry();
    collectDefaultMetrics({ register: created });
    const labelNames = ["method", "area", "status"] as const;
    const registers = [created];
    new Counter({
      name: "olympus_http_requests_total",
      help: "Requests answered",
      labelNames,
      registers,
      collect() {
        this.reset();
        for (const { method, area, status, count } of answered.values()) this.inc({ method, area, status }, count);
      },
    });
    new Counter({
      name: "olympus_http_request_seconds_total",
      help: "Time spent answering them",
      labelNames,
      registers,
      collect() {
        this.reset();
        for (const { method, area, status, seconds } of answered.values()) this.inc({ method, area, status }, seconds);
      },
    });
    const gauge = (name: string, help: string, read: () => number) =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    gauge("olympus_connections", "Open TCP connections", gauges.connections);
    gauge("olympus_websockets", "Open WebSockets", gauges.webSockets);
    gauge("olympus_sessions", "Signed-in browsers", gauges.sessions);
    return created;
  };

  return {
    /** `area` is one of a few names, never a path: paths hold ids, and every new label costs memory for good. */
    count: (method: string, area: string, status: number, durationMs: number): void => {
      const known = ["GET", "POST", "PATCH", "DELETE", "HEAD"].includes(method) ? method : "other";
      const key = `${known} ${area} ${status}`;
      const entry = answered.get(key) ?? { method: known, area, status: String(status), count: 0, seconds: 0 };
      entry.count += 1;
      entry.seconds += durationMs / 1000;
      answered.set(key, entry);
    },
    render: async (): Promise<{ readonly contentType: string; readonly text: string }> => {
      const loaded = await (registry ??= load());
      return { contentType: loaded.contentType, text: await loaded.metrics() };
    },
  };
};
