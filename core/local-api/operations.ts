import { implement } from "@orpc/server";
import { contract } from "#core/contract";
import type { LocalApi } from "./local-api.ts";

const os = implement(contract.localApi);

export const localApiOperations = (api: LocalApi) =>
  os.router({
    status: os.status.handler(() => api.status()),
    enable: os.enable.handler(({ input }) => api.enable(input.enabled)),
    createToken: os.createToken.handler(({ input }) => api.createToken(input.name)),
    removeToken: os.removeToken.handler(({ input }) => ({ removed: api.removeToken(input.tokenId) })),
  });
