import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { defaultSettings, type Settings } from "#core/settings/schema";
import { attempt, follow, useClient } from "../../bridge/index.ts";
import { commandStore, listCommands, type ListedCommand } from "../../ui/commands.ts";
import { errorText } from "../../ui/error-text.ts";
import { useTexts } from "../../ui/i18n.ts";
import { showToast } from "../../ui/toast-store.ts";
import { withKeys, withUsualKeys } from "./key-changes.ts";

interface LastChange {
  /** What was done, in words. */
  readonly said: string;
  readonly before: Settings["shortcuts"];
}

/** Every command with its keys, and ways to change them. A change holds at once; the last one can be undone. */
export const useKeys = () => {
  const t = useTexts("settings");
  const client = useClient();
  const state = useStore(commandStore);
  const own = state.ownKeys;
  const [last, setLast] = useState<LastChange | null>(null);
  const [quickPromptKey, setQuickPromptKey] = useState<Settings["quickPromptKey"]>(defaultSettings.quickPromptKey);
  useEffect(() => {
    const controller = new AbortController();
    void follow(
      (signal) => client.settings.watch(undefined, { signal }),
      (settings) => setQuickPromptKey(settings.quickPromptKey),
      controller.signal,
    );
    return () => controller.abort();
  }, [client]);

  const save = async (shortcuts: Settings["shortcuts"]): Promise<boolean> => {
    const before = commandStore.getState().ownKeys;
    commandStore.setState({ ownKeys: shortcuts });
    const saved = await attempt(client.settings.update({ shortcuts }));
    if (saved.ok) return true;
    commandStore.setState({ ownKeys: before });
    showToast({ tone: "danger", ...errorText(saved.error) });
    return false;
  };
  const change = async (next: Settings["shortcuts"], said: string) => {
    const before = own;
    if (await save(next)) setLast({ said, before });
  };

  const commands: readonly ListedCommand[] = listCommands();
  const titleOf = (id: string): string => commands.find((command) => command.id === id)?.title ?? id;
  return {
    commands,
    own,
    quickPromptKey,
    give: (id: string, keys: string | null) =>
      change(withKeys(own, commands, id, keys), t(keys === null ? "keyboard.removed" : "keyboard.given", { title: titleOf(id) })),
    reset: (id: string) => change(withUsualKeys(own, id), t("keyboard.wasReset", { title: titleOf(id) })),
    resetAll: () => change({}, t("keyboard.allReset")),
    last,
    undo: async () => {
      if (last !== null && (await save(last.before))) setLast(null);
    },
  };
};

export type KeyDesk = ReturnType<typeof useKeys>;
