import type { Log } from "#core/base";
import { linkScheme, parseDeepLink } from "./deep-links.ts";
import { readLaunchArgs } from "./launch-args.ts";
import type { Windows } from "./windows.ts";

/** The ways in from outside: a link somebody clicked, and the words of another start. Whatever is not understood brings the window and no more. */
export const createEntrances = (windows: Pick<Windows, "fillQuick" | "go" | "showMain" | "toggleQuick">, log: Log) => {
  const followLink = (address: string): void => {
    const link = parseDeepLink(address);
    if (link === null) {
      log.warn("link not understood", { scheme: linkScheme, length: address.length });
      return windows.showMain();
    }
    switch (link.type) {
      case "chat":
        return windows.go(`/chat/${link.conversationId}`);
      case "settings":
        return windows.go(`/settings/${link.section}`);
      case "ask":
        return windows.fillQuick(link.text);
    }
  };
  return {
    followLink,
    obey: (words: readonly string[]): void => {
      const { link, togglePrompt } = readLaunchArgs(words);
      if (link !== null) followLink(link);
      else if (togglePrompt) windows.toggleQuick();
      else windows.showMain();
    },
  };
};
