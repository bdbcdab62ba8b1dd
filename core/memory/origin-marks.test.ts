import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestFolder } from "#core/testing";
import { createOriginMarks, parseFileAttributes } from "./origin-marks.ts";

let folder: ReturnType<typeof createTestFolder>;
beforeEach(() => void (folder = createTestFolder()));
afterEach(() => folder.cleanup());

it("[M29] the mark of Windows counts from the internet's zones on, also without an address", async () => {
  const zoneOf = async (text: string) => {
    writeFileSync(join(folder.path, "a.pdf:Zone.Identifier"), text);
    return (await createOriginMarks(null).read([join(folder.path, "a.pdf")])).get(join(folder.path, "a.pdf"));
  };
  expect(await zoneOf("[ZoneTransfer]\r\nZoneId=3\r\nReferrerUrl=https://a.example/x\r\n")).toBe("https://a.example/x");
  expect(await zoneOf("[ZoneTransfer]\nZoneId=4\nHostUrl=about:internet\n")).toBe("");
  expect(await zoneOf("[ZoneTransfer]\nZoneId=1\n")).toBeUndefined();
  expect((await createOriginMarks(null).read([join(folder.path, "b.pdf")])).size).toBe(0);
});

it("[M29] reads what getfattr prints, with its escaped bytes, and nothing that is no address", () => {
  const printed = [
    '# file: /home/ada/a\\040b/ä.pdf\nuser.xdg.origin.url="https://a.example/%20x"\n',
    '# file: /home/ada/b.pdf\nuser.xdg.origin.url="javascript:alert(1)"\n',
    '# file: /home/ada/\\303\\244.pdf\nuser.other="x"\nuser.xdg.origin.url="http://b.example/"\n',
  ].join("\n");
  expect([...parseFileAttributes(printed)]).toEqual([
    ["/home/ada/a b/ä.pdf", "https://a.example/%20x"],
    ["/home/ada/b.pdf", ""],
    ["/home/ada/ä.pdf", "http://b.example/"],
  ]);
});

it("[M29] asks the program for many files at once, takes what it prints though it fails, and does without where there is none", async () => {
  const program = join(folder.path, "attributes");
  // Ends with 1 as getfattr does when some of the files have no mark.
  writeFileSync(
    program,
    `#!/bin/sh\nshift 4\nfor path in "$@"; do case "$path" in *m.md) printf '# file: %s\\nuser.xdg.origin.url="https://a.example/"\\n\\n' "$path";; esac; done\nexit 1\n`,
  );
  chmodSync(program, 0o700);
  expect([...(await createOriginMarks(program).read(["/x/m.md", "/x/n.md"]))]).toEqual([["/x/m.md", "https://a.example/"]]);
  expect((await createOriginMarks(join(folder.path, "no-such-program")).read(["/x/m.md"])).size).toBe(0);
});
