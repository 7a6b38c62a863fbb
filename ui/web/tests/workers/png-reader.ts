// Reads PNG files of 8-bit grey without the library that writes them: the chunks by hand, the data by Node's zlib.

import { inflateSync } from 'node:zlib';

export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly samples: Uint8Array;
}

/** Throws if the file is damaged, or of another kind. */
export function decodedGreyPng(bytes: Uint8Array): GreyPicture {
  const file = Buffer.from(bytes);
  require(file.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')), 'signature');
  const data: Buffer[] = [];
  const types: string[] = [];
  let header = Buffer.alloc(0);
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const body = file.subarray(at + 8, at + 8 + length);
    require(file.readUInt32BE(at + 8 + length) ===
      crc32Of(file.subarray(at + 4, at + 8 + length)), `crc of ${type}`);
    types.push(type);
    if (type === 'IHDR') {
      header = body;
    } else if (type === 'IDAT') {
      data.push(body);
    }
    at += 12 + length;
  }
  require(types[0] === 'IHDR' && types[types.length - 1] === 'IEND', 'order of chunks');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  require([...header.subarray(8)].join() === '8,0,0,0,0', '8-bit grey, not interlaced');
  const lines = inflateSync(Buffer.concat(data));
  require(lines.length === height * (width + 1), 'length of the data');
  const samples = new Uint8Array(width * height);
  for (let y = 0; y < height; ++y) {
    const line = lines.subarray(y * (width + 1), (y + 1) * (width + 1));
    require(line[0] === 0, 'filter 0');
    samples.set(line.subarray(1), y * width);
  }
  return { width, height, samples };
}

/** The CRC-32 of the PNG specification, bit by bit. */
export function crc32Of(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; ++bit) {
      crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    }
  }
  return ~crc >>> 0;
}

function require(isTrue: boolean, what: string): asserts isTrue {
  if (!isTrue) {
    throw new Error(`The PNG is wrong: ${what}.`);
  }
}
