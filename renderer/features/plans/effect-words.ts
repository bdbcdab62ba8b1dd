import type { Effect } from "#core/tools/schema";
import { fileNameOf } from "../../ui/format.ts";
import type { Translate } from "../../ui/i18n.ts";

/** Kinds of effects in the order people want to hear of them: what leaves and what goes first. */
const kinds = ["send", "fetch", "command", "remove", "removeFolder", "change", "create", "move", "folder", "remember", "notify"] as const;
export type EffectKind = (typeof kinds)[number];

const leavesNothing = (method: string): boolean => method === "GET" || method === "HEAD";

export const kindOf = (effect: Effect): EffectKind => {
  switch (effect.type) {
    case "http":
      return leavesNothing(effect.method) && effect.bodyBytes === 0 ? "fetch" : "send";
    case "command":
      return "command";
    case "memory":
      return "remember";
    case "notification":
      return "notify";
    case "file": {
      const { operation } = effect;
      if (operation.type === "make-folder") return "folder";
      if (operation.type === "move") return "move";
      if (operation.type === "trash") return operation.before.kind === "folder" ? "removeFolder" : "remove";
      return operation.before.kind === "absent" ? "create" : "change";
    }
  }
};

/** What an effect is done to: a path, a host, a command, a title. */
export const nameOf = (effect: Effect): string => {
  switch (effect.type) {
    case "http":
      return effect.host;
    case "command":
      return effect.command;
    case "memory":
    case "notification":
      return effect.title;
    case "file":
      return effect.operation.type === "move" ? effect.operation.to : effect.operation.path;
  }
};

export interface EffectCount {
  readonly kind: EffectKind;
  readonly count: number;
  /** The one thing it is done to; the first where there are more. */
  readonly name: string;
}

/** How often each kind of effect occurs. */
export const countEffects = (effects: readonly Effect[]): EffectCount[] =>
  kinds.flatMap((kind) => {
    const found = effects.filter((effect) => kindOf(effect) === kind);
    const first = found[0];
    return first === undefined ? [] : [{ kind, count: found.length, name: fileNameOf(nameOf(first)) }];
  });

/** "moves 3 files, writes summary.md", or "" for no effects. `tense`: what would happen, or what has. */
export const effectWords = (t: Translate, effects: readonly Effect[], tense: "will" | "did"): string =>
  countEffects(effects)
    .map(({ kind, count, name }) => t(`${tense}.${kind}`, { count, name }))
    .join(", ");
