import { useEffect } from "react";
import { follow, useBridge } from "../bridge/index.ts";

/** Goes where the desktop's tray, menus and links lead. A browser has none of them. */
export const useShellRequests = (): void => {
  const { shell } = useBridge();
  useEffect(() => {
    if (shell === null) return;
    const controller = new AbortController();
    void follow(
      (signal) => shell.requests({ window: "main" }, { signal }),
      (request) => {
        if (request.type === "go") location.hash = `#${request.place}`;
      },
      controller.signal,
    );
    return () => controller.abort();
  }, [shell]);
};
