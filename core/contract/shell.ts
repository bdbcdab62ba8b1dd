import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { conversationIdSchema } from "#core/chat/schema";
import { operation } from "./operation.ts";

const updateStateSchema = z.discriminatedUnion("type", [
  /** This program is not one that can renew itself: a source tree, or a package of the system's own. */
  z.object({ type: z.literal("unsupported") }),
  z.object({ type: z.literal("quiet"), checkedAtMs: z.number().nullable() }),
  z.object({ type: z.literal("checking") }),
  z.object({ type: z.literal("available"), version: z.string() }),
  z.object({ type: z.literal("downloading"), version: z.string(), share: z.number().min(0).max(1) }),
  /** Downloaded and checked; installed when the person says so. */
  z.object({ type: z.literal("ready"), version: z.string() }),
  z.object({ type: z.literal("failed"), reason: z.string() }),
]);
export type UpdateState = z.infer<typeof updateStateSchema>;

const shellStateSchema = z.object({
  hotkey: z.object({ accelerator: z.string().nullable(), state: z.enum(["on", "off", "taken", "invalid", "portal"]) }),
  /** Null where the system cannot start this program. */
  startsAtLogin: z.boolean().nullable(),
  hasTray: z.boolean(),
  update: updateStateSchema,
  /** A version that did not come up and was taken back, until the next start. */
  takenBack: z.string().nullable(),
});
export type ShellState = z.infer<typeof shellStateSchema>;

/** What the shell asks of a page. */
const shellRequestSchema = z.discriminatedUnion("type", [
  /** `place`: a hash of the interface's routes, without "#". */
  z.object({ type: z.literal("go"), place: z.string() }),
  /** Text from a link: to be looked at by the person, never sent by itself. */
  z.object({ type: z.literal("fill"), text: z.string() }),
  /** The window came into view. */
  z.object({ type: z.literal("shown") }),
]);
export type ShellRequest = z.infer<typeof shellRequestSchema>;

/** What only the desktop's windows can ask; other hosts do not have it. */
export const shellContract = {
  shell: {
    watch: operation("GET", "/shell/events", "The shell's state, now and after every change").output(eventIterator(shellStateSchema)),
    requests: operation("GET", "/shell/requests", "What the shell asks of a window, from what came before it listened")
      .input(z.object({ window: z.enum(["main", "quick"]) }))
      .output(eventIterator(shellRequestSchema)),
    openQuick: operation("POST", "/shell/quick/open", "Show the quick prompt"),
    hideQuick: operation("POST", "/shell/quick/hide", "Hide the quick prompt"),
    resizeQuick: operation("POST", "/shell/quick/size", "Make the quick prompt as high as its page").input(
      z.object({ heightPx: z.number().min(0).max(10_000) }),
    ),
    openMain: operation("POST", "/shell/main", "Bring the main window forward, at a conversation").input(
      z.object({ conversationId: conversationIdSchema.nullable() }),
    ),
    setLoginItem: operation("POST", "/shell/login-item", "Start at login, or not").input(z.object({ enabled: z.boolean() })),
    checkForUpdate: operation("POST", "/shell/update/check", "Look for a newer version"),
    downloadUpdate: operation("POST", "/shell/update/download", "Download the version that was found"),
    installUpdate: operation("POST", "/shell/update/install", "End Olympus, install what was downloaded, and start again"),
  },
};
