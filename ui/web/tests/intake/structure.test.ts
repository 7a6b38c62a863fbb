import { describe, expect, it } from 'vitest';
import { exifOrientation } from '../../src/intake/exif';
import { formatOf } from '../../src/intake/signature';
import { jpegStructure, pngStructure } from '../../src/intake/structure';
import { bytesOf, exif, exifSegment, jpeg, png, pngChunk, segment } from './bytes';

const isoFile = (...brands: string[]) =>
  bytesOf([0, 0, 0, 8 + 4 * (brands.length + 1)], 'ftyp', brands[0] ?? '', [0, 0, 0, 0], ...brands.slice(1));

describe('the format of a file', () => {
  it.each([
    ['png', png(1, 1)],
    ['jpeg', jpeg(1, 1)],
    ['gif', bytesOf('GIF89a', [1, 0])],
    ['gif', bytesOf('GIF87a', [1, 0])],
    ['webp', bytesOf('RIFF', [1, 2, 3, 4], 'WEBPVP8 ')],
    ['bmp', bytesOf('BM', [1, 2, 3])],
    ['tiff', bytesOf('II*\0')],
    ['tiff', bytesOf('MM\0*')],
    ['pdf', bytesOf('%PDF-1.7')],
    ['heic', isoFile('heic', 'mif1', 'heic')],
    ['heic', isoFile('mif1', 'heic')],
    ['heic', isoFile('heix')],
    ['avif', isoFile('avif', 'mif1', 'miaf')],
    ['avif', isoFile('mif1', 'avif', 'miaf')],
  ] as const)('is %s', (format, bytes) => {
    expect(formatOf(bytes)).toBe(format);
  });

  it.each([
    ['a text', bytesOf('Hello, world')],
    ['no bytes', bytesOf()],
    ['a part of a signature', bytesOf('\x89PN')],
    ['a sound', bytesOf('RIFF', [1, 2, 3, 4], 'WAVEfmt ')],
    ['WEBP without its frame', bytesOf('XXXX', [1, 2, 3, 4], 'WEBP')],
    ['a film', isoFile('isom', 'mp41')],
    ['SVG', bytesOf('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ])('is unknown of %s', (_name, bytes) => {
    expect(formatOf(bytes)).toBeNull();
  });
});

describe('the structure of a PNG', () => {
  it('has the size', () => {
    expect(pngStructure(png(640, 480))).toEqual({ width: 640, height: 480, orientation: 1, isWide: false });
  });

  it('is turned by eXIf', () => {
    expect(pngStructure(png(640, 480, pngChunk('eXIf', exif(6))))).toMatchObject({ width: 480, height: 640 });
  });

  it.each([
    ['iCCP', 'Display P3\0', true],
    ['iCCP', 'sRGB IEC61966-2.1\0', false],
    ['cICP', '\x0c\x0d\0\x01', true],
    ['sRGB', '\0', false],
  ])('knows from %s %j whether colours may be wide', (type, data, isWide) => {
    expect(pngStructure(png(9, 9, pngChunk(type, bytesOf(data))))).toMatchObject({ isWide });
  });

  it('is damaged wherever it is cut, and whole with bytes behind its end', () => {
    const whole = png(640, 480, pngChunk('tEXt', bytesOf('IEND')));
    for (let length = 8; length < whole.length; length++)
      expect(pngStructure(whole.subarray(0, length))).toBeNull();
    expect(pngStructure(bytesOf(whole, 'more'))).toMatchObject({ width: 640 });
    expect(pngStructure(bytesOf('\x89PNG\r\n\x1a\n', pngChunk('IEND')))).toBeNull();
  });
});

describe('the structure of a JPEG', () => {
  it.each([
    [1, 640, 480],
    [2, 640, 480],
    [3, 640, 480],
    [4, 640, 480],
    [5, 480, 640],
    [6, 480, 640],
    [7, 480, 640],
    [8, 480, 640],
  ])('with orientation %i is %i x %i', (orientation, width, height) => {
    for (const littleEndian of [true, false])
      expect(jpegStructure(jpeg(640, 480, exifSegment(orientation, littleEndian)))).toMatchObject({
        width,
        height,
        orientation,
      });
  });

  it('is damaged wherever it is cut, and whole with bytes behind its end', () => {
    const whole = jpeg(640, 480, exifSegment(6));
    for (let length = 3; length < whole.length; length++)
      expect(jpegStructure(whole.subarray(0, length))).toBeNull();
    expect(jpegStructure(bytesOf(whole, [0, 0, 1]))).toMatchObject({ width: 480 });
  });

  it('may have fill bytes, several scans and bytes between segments', () => {
    const scan = bytesOf(segment(0xda, [1, 1, 0, 0, 63, 0]), [0x77, 0xff, 0x00]);
    const frame = segment(0xc2, [8, 0, 30, 0, 20, 1, 1, 0x11, 0]);
    const bytes = bytesOf(
      [0xff, 0xd8, 0xff, 0xff],
      segment(0xfe, [1]).subarray(1),
      [1, 2],
      frame,
      scan,
      scan,
      [0xff, 0xff, 0xd9],
    );
    expect(jpegStructure(bytes)).toMatchObject({ width: 20, height: 30 });
  });

  it('knows from the profile whether colours may be wide', () => {
    const profile = (name: string) => segment(0xe2, bytesOf('ICC_PROFILE\0', [1, 1], name));
    expect(jpegStructure(jpeg(9, 9, profile('... Display P3')))).toMatchObject({ isWide: true });
    expect(jpegStructure(jpeg(9, 9, profile('desc sRGB IEC61966-2.1')))).toMatchObject({ isWide: false });
    expect(jpegStructure(jpeg(9, 9, profile('x'.repeat(60_000))))).toMatchObject({ isWide: true });
  });
});

describe('an EXIF block', () => {
  it('may have the prefix of JPEG', () => {
    expect(exifOrientation(bytesOf('Exif\0\0', exif(8)))).toBe(8);
  });

  it.each([
    ['no bytes', bytesOf()],
    ['another order of bytes', bytesOf('XX*\0')],
    ['a directory beyond the end', bytesOf('II', [42, 0, 255, 255, 255, 127])],
    ['a value out of range', exif(9)],
    ['zero', exif(0)],
  ])('says nothing with %s', (_name, block) => {
    expect(exifOrientation(block)).toBe(1);
  });

  it('says nothing wherever it is cut before the value', () => {
    const block = exif(6);
    for (let length = 0; length < 8 + 2 + 12 + 10; length++)
      expect(exifOrientation(block.subarray(0, length))).toBe(1);
  });
});
