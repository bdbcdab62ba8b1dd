import { z } from "zod";

const fields = {
  theme: z.enum(["system", "light", "dark"]),
  /** `more`: ink at its strongest, lines that are seen, no shades that carry meaning. */
  contrast: z.enum(["system", "normal", "more"]),
  motion: z.enum(["system", "reduced"]),
  /** A language the interface is written in, or the system's where it is one of them. */
  language: z.enum(["system", "en", "de"]),
  /** Keys a person gave to commands (`mod+shift+o`); null: none. A command that is left out has its usual ones. */
  shortcuts: z.record(z.string().max(80), z.string().max(60).nullable()),
  /** Who answers: model ids, first available first. `extractive` (quotes only) is always available and always last. */
  modelOrder: z.array(z.string()),
  /** Passages offered to the model with each question. */
  passageCount: z.number().int().min(1).max(20),
  /** Files above this size are reported and skipped. */
  fileLimitBytes: z.number().int().min(1),
  /** A local sentence-embedding folder (model.onnx, tokenizer.json), or null for the built-in one. */
  embeddingFolder: z.string().nullable(),
  sidebarOpen: z.boolean(),
  /** Hosts that plans may ask: `host`, `host:port`, or `*.domain` for everything below it. Empty: every public host. A private one has to be named itself. */
  allowedHosts: z
    .array(
      z
        .string()
        .max(300)
        .toLowerCase()
        .regex(/^((\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(:\d{1,5})?$/),
    )
    .max(500),
  /** Room for what runs replaced and trashed. */
  undoQuotaBytes: z
    .number()
    .int()
    .min(10 * 1024 ** 2)
    .max(10 * 1024 ** 4),
  /** How long a run can be undone. */
  undoKeepDays: z.number().int().min(1).max(3650),
  /** Other programs of this machine may ask through Olympus, with a key. */
  localApiEnabled: z.boolean(),
  /** Where the desktop app listens for them; a headless host serves them on its own port. */
  localApiPort: z.number().int().min(1024).max(65_535),
  /** The key that brings the quick prompt from anywhere, as Electron writes it (`Control+Shift+Space`); null for none. */
  quickPromptKey: z
    .string()
    .max(60)
    .regex(/^[A-Za-z0-9]+(\+[A-Za-z0-9]+)*$/)
    .nullable(),
  /** Closing the window leaves the desktop app in the tray. */
  closeToTray: z.boolean(),
  /** What that means was explained once. */
  trayExplained: z.boolean(),
  /** The desktop app asks once a day whether there is a newer version. Nothing is downloaded by it. */
  looksForUpdates: z.boolean(),
};

/** What a person can set. Every field has a default, so a missing or older row is never an error. */
export const settingsSchema = z.object({
  theme: fields.theme.default("system"),
  contrast: fields.contrast.default("system"),
  motion: fields.motion.default("system"),
  language: fields.language.default("system"),
  shortcuts: fields.shortcuts.default({}),
  modelOrder: fields.modelOrder.default([]),
  passageCount: fields.passageCount.default(8),
  fileLimitBytes: fields.fileLimitBytes.default(100 * 1024 * 1024),
  embeddingFolder: fields.embeddingFolder.default(null),
  sidebarOpen: fields.sidebarOpen.default(true),
  allowedHosts: fields.allowedHosts.default([]),
  undoQuotaBytes: fields.undoQuotaBytes.default(5 * 1024 ** 3),
  undoKeepDays: fields.undoKeepDays.default(30),
  localApiEnabled: fields.localApiEnabled.default(false),
  localApiPort: fields.localApiPort.default(4511),
  quickPromptKey: fields.quickPromptKey.default("CommandOrControl+Shift+Space"),
  closeToTray: fields.closeToTray.default(true),
  trayExplained: fields.trayExplained.default(false),
  looksForUpdates: fields.looksForUpdates.default(true),
});
export type Settings = z.infer<typeof settingsSchema>;

/** Built from the bare fields: a field with a default would come back as that default when it is left out, and reset it. */
export const settingsPatchSchema = z.object(fields).partial();
export type SettingsPatch = z.infer<typeof settingsPatchSchema>;

export const defaultSettings: Settings = settingsSchema.parse({});

/** NIST SP 800-63B asks for 8; the passphrase also seals keys on disk, where guessing is offline, so 10. */
export const passphraseMinimumLength = 10;
/** In characters as a person counts them. */
export const passphraseLength = (passphrase: string): number => [...passphrase.normalize("NFKC")].length;

/** The vault is closed until the passphrase is given (headless) or the keychain answers (desktop). */
export const secretErrorSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("SecretsLocked") }),
  z.object({ type: z.literal("SecretsUnavailable"), reason: z.string() }),
]);
export type SecretError = z.infer<typeof secretErrorSchema>;
