import type { ServerResponse } from "node:http";
import { contentSecurityPolicy } from "../pages/index.ts";

/** Stand on every answer; a page that needs others sets its own after these. */
export const setSecurityHeaders = (response: ServerResponse): void => {
  response.setHeader("content-security-policy", contentSecurityPolicy(null));
  response.setHeader("cross-origin-opener-policy", "same-origin");
  response.setHeader("cross-origin-resource-policy", "same-origin");
  response.setHeader("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
  response.setHeader("referrer-policy", "no-referrer");
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("x-frame-options", "DENY");
};
