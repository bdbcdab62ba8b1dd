import { buildOrExit } from "./build-if-changed.ts";

const built = await buildOrExit({ log: (line) => console.error(line) });
console.log(built.length === 0 ? "The build is up to date." : `Built ${built.join(", ")} into dist/.`);
