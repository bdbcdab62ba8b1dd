import { storedBytes, storedVersions, storeVersion } from "./migration-fixtures.ts";

// `node build/make-migration-fixtures.ts 8`: run at a release, with the version it ships. What is stored already stays as it is.
const newest = Number(process.argv[2]);
if (!Number.isInteger(newest) || newest < 1) {
  console.error("Usage: node build/make-migration-fixtures.ts VERSION");
  process.exit(2);
}
for (let version = 1; version <= newest; version += 1) storeVersion(version);
console.log(`${storedVersions().length} versions, ${(storedBytes() / 1024).toFixed(0)} KiB`);
