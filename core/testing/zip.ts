import { crc32, deflateRawSync } from "node:zlib";

export interface TestZipEntry {
  readonly name: string;
  readonly data: Uint8Array | string;
  /** What the archive claims the entry unpacks to; the truth when left out. */
  readonly declaredBytes?: number;
  /** Sets the mark of an entry that needs a password. */
  readonly encrypted?: boolean;
}

/** A zip archive with deflated entries, honest or lying. */
export const createTestZip = (entries: readonly TestZipEntry[]): Uint8Array<ArrayBuffer> => {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data, declaredBytes, encrypted } of entries) {
    const content = Buffer.from(data as Uint8Array);
    const packed = deflateRawSync(content);
    const nameBytes = Buffer.from(name);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(encrypted === true ? 1 : 0, 2);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(crc32(content), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(declaredBytes ?? content.length, 18);
    facts.writeUInt16LE(nameBytes.length, 22);
    const position = Buffer.alloc(14);
    position.writeUInt32LE(offset, 10);
    const body = Buffer.concat([Buffer.from("PK\u0003\u0004", "latin1"), facts, nameBytes, packed]);
    directory.push(Buffer.from("PK\u0001\u0002\u0014\u0000", "latin1"), facts, position, nameBytes);
    bodies.push(body);
    offset += body.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...bodies, index, end]));
};
