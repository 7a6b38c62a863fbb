// Pictures for the tests, and what is in those that come back.

import { decode, encode } from 'fast-png';
import { readFileSync } from 'node:fs';
import { exifSegment } from '../../intake/bytes';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue, 0 to 255. */
  at(x: number, y: number): readonly [number, number, number];
}

export interface TestFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** A scene without repetition: a slope of colours with small squares, so that each place is told from the next. */
export function scenePixel(x: number, y: number): readonly [number, number, number] {
  const square = (Math.floor(x / 8) * 7 + Math.floor(y / 8) * 13) % 5;
  // Up and down without a jump: neighbours within a square differ by 5 at most.
  const wave = (value: number) => Math.abs((value % 400) - 200);
  return [wave(x * 5 + square * 9), wave(y * 3 + square * 11), wave((x + y) * 2 + square * 7)];
}

export function scenePng(width: number, height: number, name = 'scene.png'): TestFile {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++) for (const value of scenePixel(x, y)) data[i++] = value;
  return file(name, 'image/png', encode({ width, height, data, channels: 3, depth: 8 }));
}

export function file(name: string, mimeType: string, bytes: Uint8Array): TestFile {
  return { name, mimeType, buffer: Buffer.from(bytes) };
}

/** The sample, 1024 x 768. */
export function sampleJpeg(): Buffer {
  return readFileSync(new URL('../../../../../resources/samples/harbour.jpg', import.meta.url));
}

/** With an orientation as cameras write it: 1 to 8. */
export function turnedJpeg(jpeg: Buffer, orientation: number): TestFile {
  const bytes = Buffer.concat([jpeg.subarray(0, 2), exifSegment(orientation), jpeg.subarray(2)]);
  return file(`turned-${orientation}.jpg`, 'image/jpeg', bytes);
}

export function pixels(png: Uint8Array): Pixels {
  const { width, height, data, channels } = decode(png);
  return {
    width,
    height,
    at: (x, y) => {
      const i = (y * width + x) * channels;
      return [data[i] ?? -1, data[i + 1] ?? -1, data[i + 2] ?? -1];
    },
  };
}

/** The largest difference of a channel. */
export function difference(a: readonly number[], b: readonly number[]): number {
  return Math.max(...a.map((value, channel) => Math.abs(value - (b[channel] ?? 0))));
}
