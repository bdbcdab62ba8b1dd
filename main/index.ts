import { runDesktop } from "./electron/desktop.ts";

runDesktop({
  // Most people never switch it on: its server is loaded when somebody does.
  serveLocalApi: async (options, signal) => {
    for await (const enabled of options.api.watchEnabled(signal)) {
      if (!enabled) continue;
      const { followLocalApi } = await import("./http/openai-listener.ts");
      return followLocalApi(options, signal);
    }
  },
});
