import type { Session, WebContents } from "electron";
import type { Log } from "#core/base";
import { openExternally } from "./external-links.ts";
import { appOrigin, isAppUrl } from "./scheme.ts";

/** Writing text to the clipboard after a click is all the interface asks of the system. */
const allowedPermission = "clipboard-sanitized-write";
const localSchemes = new Set([`${new URL(appOrigin).protocol}`, "blob:", "data:", "devtools:"]);

/** Nothing in the session reaches a network, a device or the disk, except files the interface itself offers for saving. */
export const lockDownSession = (session: Session, log: Log): void => {
  // A frame in the page holds what a model wrote: it may ask for nothing.
  session.setPermissionRequestHandler((contents, permission, decide, details) =>
    decide(permission === allowedPermission && details.isMainFrame && isAppUrl(contents.getURL())),
  );
  session.setPermissionCheckHandler(
    (contents, permission, _origin, details) =>
      permission === allowedPermission && details.isMainFrame && contents !== null && isAppUrl(contents.getURL()),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null));
  // The spelling checker fetches dictionaries from the network.
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest((details, decide) => {
    const allowed = URL.canParse(details.url) && localSchemes.has(new URL(details.url).protocol);
    if (!allowed) log.warn("request refused", { address: details.url.slice(0, 200) });
    decide({ cancel: !allowed });
  });
  session.on("will-download", (event, item) => {
    if (!item.getURL().startsWith(`blob:${appOrigin}/`)) event.preventDefault();
  });
};

/** A window shows the interface and nothing else: links to elsewhere open in the person's browser, or not at all. */
export const lockDownContents = (contents: WebContents, log: Log): void => {
  const stay = (details: { readonly url: string; readonly preventDefault: () => void }) => {
    if (isAppUrl(details.url)) return;
    details.preventDefault();
    log.warn("navigation refused", { address: details.url.slice(0, 200) });
  };
  contents.on("will-navigate", stay);
  contents.on("will-frame-navigate", stay);
  contents.on("will-redirect", stay);
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openExternally(url, log);
    return { action: "deny" };
  });
};
