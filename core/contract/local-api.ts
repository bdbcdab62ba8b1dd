import { z } from "zod";
import { apiTokenIdSchema, apiTokenSchema, localApiStatusSchema } from "#core/local-api/schema";
import { operation } from "./operation.ts";

export const localApiContract = {
  status: operation("GET", "/local-api", "Whether other programs may ask through Olympus, where, and with which keys").output(
    localApiStatusSchema,
  ),
  enable: operation("POST", "/local-api", "Let other programs ask through Olympus, or stop it")
    .input(z.object({ enabled: z.boolean() }))
    .output(localApiStatusSchema),
  createToken: operation("POST", "/local-api/tokens", "A key for a program; it is shown this once")
    .input(z.object({ name: apiTokenSchema.shape.name }))
    .output(apiTokenSchema.extend({ key: z.string() })),
  removeToken: operation("DELETE", "/local-api/tokens/{tokenId}", "Take a key back; requests under way with it end")
    .input(z.object({ tokenId: apiTokenIdSchema }))
    .output(z.object({ removed: z.boolean() })),
};
