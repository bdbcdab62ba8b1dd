import type { Database } from "better-sqlite3";
import type { Migration } from "./migrations.ts";
import type { Result, StoreError } from "./schema.ts";
