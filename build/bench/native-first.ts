import Database from "better-sqlite3";

// Only to show that the look for native libraries sees one: the database first, then the desktop app.
new Database(":memory:").close();
await import("../../main/index.ts");
