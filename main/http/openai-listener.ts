import type { ClockDep, LogDep } from "#core/base";
import type { LocalApi } from "#core/host";
import { createDefectReporter } from "../logging/index.ts";
import { createLimitedServer, createRequestLimiter, defaultLimits, limitConnections } from "./limits.ts";
import { createOpenAiRoutes, openAiPrefix } from "./openai/routes.ts";
import { createOriginGuard } from "./origin-guard.ts";
import { refuse } from "./refusal.ts";
import { setSecurityHeaders } from "./security-headers.ts";

const loopback = "127.0.0.1";

interface ListenerOptions extends ClockDep, LogDep {
  readonly api: LocalApi;
}

const listen = ({ api, clock, log }: ListenerOptions, port: number) => {
  const limits = defaultLimits;
  const guard = createOriginGuard({ boundHost: loopback, extraNames: [] });
  const limiter = createRequestLimiter(limits);
  const report = createDefectReporter(log);
  const serve = createOpenAiRoutes({ api, clock, limits });
  const server = createLimitedServer(limits);
  limitConnections(server, limits);

  server.on("request", (request, response) => {
    setSecurityHeaders(response);
    const answer = async () => {
      const refused = guard.check(request, port);
      if (refused !== null) return refuse(request, response, refused);
      const retryAfterMs = await limiter(request.socket.remoteAddress);
      if (retryAfterMs > 0) return refuse(request, response, { status: 429, type: "TooManyRequests", retryAfterMs });
      return serve(request, response);
    };
    answer().catch((cause: unknown) => {
      if (request.destroyed && response.destroyed) return;
      refuse(request, response, { status: 500, type: "Defect", reference: report(cause, { area: "openai", method: request.method }) });
    });
  });
  return server;
};

/**
 * Serves the local API on its own port of this machine while the person has it switched on: for hosts that have no web server.
 * A port that is taken is reported through the API's status. Ends with the signal.
 */
export const followLocalApi = async (options: ListenerOptions, signal: AbortSignal): Promise<void> => {
  const { api, log } = options;
  let close = async (): Promise<void> => {};
  for await (const enabled of api.watchEnabled(signal)) {
    await close();
    close = async () => {};
    api.listening(null);
    if (!enabled) continue;
    const port = api.port();
    const server = listen(options, port);
    const failure = await new Promise<string | null>((resolve) => {
      server.once("error", (cause: NodeJS.ErrnoException) => resolve(cause.code ?? cause.message));
      server.listen({ port, host: loopback }, () => resolve(null));
    });
    if (failure !== null) {
      log.warn("the local API cannot listen", { port, failure });
      api.listening(null, failure === "EADDRINUSE" ? `port ${port} is in use by another program` : failure);
      continue;
    }
    api.listening(`http://${loopback}:${port}${openAiPrefix}`);
    close = async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    };
  }
  await close();
};
