import { app, dialog } from "electron";
import type { Log } from "#core/base";
import type { KeptVersions } from "./kept-version.ts";
import type { TextsDep } from "./texts.ts";
import { judgeStart, readUpdateRecord, writeUpdateRecord } from "./update-state.ts";

interface StartGuardOptions extends TextsDep {
  readonly recordPath: string;
  readonly version: string;
  readonly kept: KeptVersions;
  /** Where the program starts from, where that is not Electron's own file: an AppImage. */
  readonly program: string | undefined;
  readonly log: Log;
}

export interface StartGuard {
  /** False: the version before is in place again and starts instead; nothing else is to be done. */
  readonly goOn: boolean;
  /** A version that was taken back and the person has not been told of. */
  readonly takenBack: string | null;
  /** This start says nothing about the version: it is as if it had not been tried. */
  readonly uncount: () => void;
  /** The window is there and its page talks to the core: the version works. */
  readonly cameUp: () => void;
}

/** Counts the starts of a version on trial before anything else is loaded, and puts the one before back when it did not come up twice. */
export const guardStart = ({ kept, log, program, recordPath, texts, version }: StartGuardOptions): StartGuard => {
  const before = readUpdateRecord(recordPath);
  const verdict = judgeStart(before, version);
  const save = (record: typeof before) => {
    try {
      if (JSON.stringify(record) !== JSON.stringify(readUpdateRecord(recordPath))) writeUpdateRecord(recordPath, record);
    } catch (cause) {
      log.warn("start not counted", { reason: String(cause) });
    }
  };
  save(verdict.record);

  if (verdict.type === "take-back") {
    const { bad, good } = verdict;
    log.error("version did not come up twice", { bad, good });
    let restored = false;
    try {
      restored = kept.restore(good);
    } catch (cause) {
      log.error("version before not restored", { reason: String(cause) });
    }
    if (restored) {
      if (process.platform !== "win32") app.relaunch(program === undefined ? {} : { execPath: program });
      app.exit(0);
      return { goOn: false, takenBack: null, cameUp: () => {}, uncount: () => {} };
    }
    save({ ...verdict.record, takenBack: null });
    dialog.showErrorBox(texts().name, texts().update.stuck(bad));
  }

  return {
    goOn: true,
    takenBack: verdict.type === "go" ? before.takenBack : null,
    uncount: () => {
      const record = readUpdateRecord(recordPath);
      if (record.trial !== null) save({ ...record, trial: { ...record.trial, starts: Math.max(0, record.trial.starts - 1) } });
    },
    cameUp: () => save({ ...readUpdateRecord(recordPath), trial: null, takenBack: null }),
  };
};
