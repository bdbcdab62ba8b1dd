import type { Settings } from "#core/settings/schema";
import { readKeys } from "../../ui/key-press.ts";

type OwnKeys = Settings["shortcuts"];

interface Bound {
  readonly id: string;
  readonly usualKeys: string | null;
  readonly keys: string | null;
}

/** Which other command has these keys now; null: none. */
export const holderOf = <Command extends Bound>(commands: readonly Command[], id: string, keys: string): Command | null =>
  commands.find((command) => command.id !== id && command.keys === keys) ?? null;

/**
 * Somebody's keys with other ones for one command; null: none. Whoever was given the same keys has none afterwards; whoever had them as its usual
 * ones gets them back when this command lets go of them. A command's usual keys are kept as "nothing chosen".
 */
export const withKeys = (own: OwnKeys, commands: readonly Bound[], id: string, keys: string | null): OwnKeys => {
  const usual = commands.find((command) => command.id === id)?.usualKeys ?? null;
  const rest = Object.entries(own)
    .filter(([other]) => other !== id)
    .map(([other, theirs]) => [other, keys !== null && theirs !== null && readKeys(theirs) === keys ? null : theirs] as const);
  const isUsual = keys === (usual === null ? null : readKeys(usual));
  const holdsUsual =
    isUsual && keys !== null && commands.some((command) => command.id !== id && command.keys === keys && own[command.id] === undefined);
  return Object.fromEntries(isUsual && !holdsUsual ? rest : [...rest, [id, keys]]);
};

/** With its usual keys again: whoever was given them meanwhile keeps them. */
export const withUsualKeys = (own: OwnKeys, id: string): OwnKeys =>
  Object.fromEntries(Object.entries(own).filter(([other]) => other !== id));

/** The system-wide key of the quick prompt as the window hears it (`Control+Shift+Space` is `mod+shift+space`). */
export const keysOfAccelerator = (accelerator: string, apple: boolean): string | null =>
  readKeys(
    accelerator
      .split("+")
      .map((word) => {
        if (word === "CommandOrControl") return "mod";
        if (word === "Control") return apple ? "ctrl" : "mod";
        if (word === "Super") return apple ? "mod" : "meta";
        return word;
      })
      .join("+"),
  );
