import { closeSync, existsSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { ClockDep, Log } from "#core/base";

/** 5 files of 5 MB: weeks of a quiet host, hours of a broken one; small enough to attach to a report. */
const defaultFileBytes = 5 * 1024 * 1024;
const defaultFileCount = 5;
/** One line at most; a stack or reason beyond it is cut. */
const fieldLimit = 8000;

export interface FileLogOptions extends ClockDep {
  /** Made when missing; `olympus.log` is the newest file, `olympus.log.1` the one before. */
  readonly folder: string;
  readonly fileBytes?: number | undefined;
  readonly fileCount?: number | undefined;
  /** Called with every line, for a terminal. */
  readonly echo?: ((line: LogLine) => void) | undefined;
}

export interface LogLine {
  readonly atMs: number;
  readonly level: "info" | "warn" | "error";
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface FileLog extends Log {
  readonly close: () => void;
}

const secretNames = /passphrase|password|secret|token|authorization|cookie|api_?key|^key$/i;

/** Keys and passphrases have no business here; should one come in a field, its value stays out. */
const clean = (name: string, value: unknown): unknown => {
  if (secretNames.test(name)) return "[left out]";
  if (value instanceof Error) return (value.stack ?? value.message).slice(0, fieldLimit);
  if (typeof value === "string") return value.slice(0, fieldLimit);
  if (typeof value === "bigint") return value.toString();
  return value;
};

/** A log of JSON lines, newest last, in files only their owner can read; the oldest file goes when a new one begins. Never throws. */
export const createFileLog = ({
  folder,
  clock,
  echo,
  fileBytes = defaultFileBytes,
  fileCount = defaultFileCount,
}: FileLogOptions): FileLog => {
  const path = join(folder, "olympus.log");
  let file: number | null = null;
  let sizeBytes = 0;

  const openFile = (): number => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const opened = openSync(path, "a", 0o600);
    sizeBytes = fstatSync(opened).size;
    return opened;
  };

  const close = (): void => {
    if (file !== null) closeSync(file);
    file = null;
  };

  const rotate = (): void => {
    close();
    for (let number = fileCount - 1; number >= 1; number -= 1) {
      const from = number === 1 ? path : `${path}.${number - 1}`;
      if (existsSync(from)) renameSync(from, `${path}.${number}`);
    }
  };

  const write = (level: LogLine["level"], message: string, fields: Readonly<Record<string, unknown>> = {}): void => {
    const line: LogLine = {
      atMs: clock.nowMs(),
      level,
      message,
      fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, clean(name, value)])),
    };
    echo?.(line);
    try {
      const text = `${JSON.stringify({ at: new Date(line.atMs).toISOString(), level, message, ...line.fields })}\n`;
      file ??= openFile();
      if (sizeBytes > 0 && sizeBytes + Buffer.byteLength(text) > fileBytes) {
        rotate();
        file = openFile();
      }
      sizeBytes += writeSync(file, text);
    } catch {
      // Decision: a full or read-only disk must not stop the work that wanted to say something.
    }
  };

  return {
    info: (message, fields) => write("info", message, fields),
    warn: (message, fields) => write("warn", message, fields),
    error: (message, fields) => write("error", message, fields),
    close,
  };
};
