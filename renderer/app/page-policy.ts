import { styleNonce } from "../ui/style-nonce.ts";

interface PolicyMaker {
  readonly createPolicy: (
    name: string,
    rules: { readonly createHTML: (text: string) => string | null; readonly createScriptURL: (url: string) => string | null },
  ) => unknown;
}

// Zod tries, as soon as the first shape is described, whether it may make code out of strings. The page's policy forbids that and reports the try.
// Said where Zod looks, without loading it: this file is a chunk of its own and runs before any shape there is.
Reflect.set(globalThis, "__zod_globalConfig", { jitless: true });

// What locks scrolling behind a dialog writes a style element, and looks for its nonce under this name.
const nonce = styleNonce();
if (nonce !== undefined) Reflect.set(window, "__webpack_nonce__", nonce);

/** The thread that makes pictures small, as the build names it. */
const isPictureThread = (url: string): boolean => {
  const { origin, pathname } = new URL(url, location.href);
  return origin === location.origin && /\/picture-worker(-[\w-]+\.js|\.ts)$/.test(pathname);
};

// A list's style sheet is set as markup. Text without a tag or an entity in it is text and nothing else; everything else is refused.
if ("trustedTypes" in window)
  (window.trustedTypes as PolicyMaker).createPolicy("default", {
    createHTML: (text) => (/[<&]/.test(text) ? null : text),
    createScriptURL: (url) => (isPictureThread(url) ? url : null),
  });
