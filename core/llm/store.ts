import { parseJson } from "#core/base";
import type { Migration, StoreDep } from "#core/store";
import { engineMigrations } from "./engine-store.ts";
import { priceSchema, providerSchema, type Price, type Provider } from "./schema.ts";

export const llmMigrations: readonly Migration[] = [
  {
    version: 4,
    name: "providers and model files",
    up: `
      CREATE TABLE llm_providers (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        base_url TEXT,
        model TEXT NOT NULL,
        has_key INTEGER NOT NULL CHECK (has_key IN (0, 1)),
        created_at_ms INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE llm_files (
        id TEXT PRIMARY KEY,
        path TEXT NOT NULL UNIQUE,
        name TEXT,
        context_tokens INTEGER,
        added_at_ms INTEGER NOT NULL
      ) STRICT;`,
    down: "DROP TABLE llm_files; DROP TABLE llm_providers;",
  },
  {
    version: 10,
    name: "what a provider costs",
    // A price as JSON; null where the price list's counts.
    up: "ALTER TABLE llm_providers ADD COLUMN price TEXT;",
    down: "ALTER TABLE llm_providers DROP COLUMN price;",
  },
  ...engineMigrations,
  {
    version: 22,
    name: "whether a provider's model sees pictures",
    // Null where the usual of its kind counts.
    up: "ALTER TABLE llm_providers ADD COLUMN sees_images INTEGER CHECK (sees_images IN (0, 1));",
    down: "ALTER TABLE llm_providers DROP COLUMN sees_images;",
  },
];

export interface ModelFile {
  readonly id: string;
  readonly path: string;
  readonly name: string | null;
  readonly contextTokens: number | null;
}

interface ProviderRow {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly base_url: string | null;
  readonly model: string;
  readonly has_key: number;
  readonly price: string | null;
  readonly sees_images: number | null;
}

const toJson = (price: Price | null): string | null => (price === null ? null : JSON.stringify(price));

const toBit = (value: boolean | null): number | null => (value === null ? null : Number(value));

const toPrice = (json: string | null): unknown => {
  const parsed = json === null ? null : parseJson(json, priceSchema);
  // A price in a form unknown here is no price: nothing is spent on it under a cap.
  return parsed?.ok === true ? parsed.value : null;
};

/** Accounts and files, oldest first. Keys are never here. */
export const createModelStore = ({ store }: StoreDep) => {
  const { database } = store;
  const selectProviders = database.prepare<[], ProviderRow>(
    "SELECT id, kind, name, base_url, model, has_key, price, sees_images FROM llm_providers ORDER BY created_at_ms, id",
  );
  const insertProvider = database.prepare(
    `INSERT INTO llm_providers (id, kind, name, base_url, model, has_key, created_at_ms, price, sees_images)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const updatePrice = database.prepare("UPDATE llm_providers SET price = ? WHERE id = ?");
  const updateSees = database.prepare("UPDATE llm_providers SET sees_images = ? WHERE id = ?");
  const deleteProvider = database.prepare("DELETE FROM llm_providers WHERE id = ?");
  const selectFiles = database.prepare<[], ModelFile>(
    "SELECT id, path, name, context_tokens AS contextTokens FROM llm_files ORDER BY added_at_ms, id",
  );
  const upsertFile = database.prepare(
    `INSERT INTO llm_files VALUES (@id, @path, @name, @contextTokens, @nowMs)
     ON CONFLICT (path) DO UPDATE SET name = excluded.name, context_tokens = excluded.context_tokens`,
  );
  const deleteFile = database.prepare("DELETE FROM llm_files WHERE id = ?");

  return {
    /** Rows that a newer version wrote in a form unknown here are left out. */
    providers: (): Provider[] =>
      selectProviders.all().flatMap(({ base_url, has_key, price, sees_images, ...row }) => {
        const parsed = providerSchema.safeParse({
          ...row,
          baseUrl: base_url,
          hasKey: has_key === 1,
          price: toPrice(price),
          seesImages: sees_images === null ? null : sees_images === 1,
        });
        return parsed.success ? [parsed.data] : [];
      }),
    addProvider: (provider: Provider, nowMs: number): void => {
      const { id, kind, name, baseUrl, model, hasKey, price, seesImages } = provider;
      insertProvider.run(id, kind, name, baseUrl, model, hasKey ? 1 : 0, nowMs, toJson(price), toBit(seesImages));
    },
    setPrice: (id: string, price: Price | null): boolean => updatePrice.run(toJson(price), id).changes > 0,
    setSeesImages: (id: string, seesImages: boolean | null): boolean => updateSees.run(toBit(seesImages), id).changes > 0,
    removeProvider: (id: string): boolean => deleteProvider.run(id).changes > 0,
    files: (): ModelFile[] => selectFiles.all(),
    saveFile: (file: ModelFile, nowMs: number): void => void upsertFile.run({ ...file, nowMs }),
    removeFile: (id: string): boolean => deleteFile.run(id).changes > 0,
  };
};

export type ModelStore = ReturnType<typeof createModelStore>;
