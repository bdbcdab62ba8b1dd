import { config } from "zod";
import { styleNonce } from "../ui/style-nonce.ts";

interface PolicyMaker {
  readonly createPolicy: (name: string, rules: { readonly createHTML: (text: string) => string | null }) => unknown;
}

// Zod would try whether it may make code out of strings. The page's policy forbids that, and would report the try.
config({ jitless: true });

// What locks scrolling behind a dialog writes a style element, and looks for its nonce under this name.
const nonce = styleNonce();
if (nonce !== undefined) Reflect.set(window, "__webpack_nonce__", nonce);

// A list's style sheet is set as markup. Text without a tag or an entity in it is text and nothing else; everything else is refused.
if ("trustedTypes" in window)
  (window.trustedTypes as PolicyMaker).createPolicy("default", { createHTML: (text) => (/[<&]/.test(text) ? null : text) });
