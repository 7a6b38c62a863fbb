import { describe, expect, it, vi } from 'vitest';
import type { Limits } from '../../src/api/limits';
import { takeIn, type DecodedPicture, type Decoder, type Encoding } from '../../src/intake/intake';
import type { Size } from '../../src/mask/geometry';
import { limitsJson } from '../api/fake-transport';
import { bytesOf, exif, exifSegment, jpeg, png, pngChunk } from './bytes';

const limits: Limits = limitsJson;
const small = (bytes: number): Limits => ({ ...limits, image: { ...limits.image, max_bytes: bytes } });

interface Made {
  readonly size: Size;
  readonly isWide: boolean;
  readonly encoding: Encoding;
}

/** Decodes to the size; what it encodes has `bits` bits a pixel as JPEG, four times that as PNG. */
function decoder(size: Size, options: { isOpaque?: boolean; bits?: number } = {}) {
  const made: Made[] = [];
  let open = 0;
  const decode: Decoder = () => {
    open++;
    const picture: DecodedPicture = {
      ...size,
      draw: (to, isWide) => {
        open++;
        return {
          isOpaque: () => options.isOpaque ?? true,
          encode: (encoding) => {
            made.push({ size: to, isWide, encoding });
            const bits = (options.bits ?? 1) * (encoding.type === 'image/png' ? 4 : 1);
            const bytes = new Uint8Array(Math.ceil((to.width * to.height * bits) / 8));
            return Promise.resolve(new Blob([bytes], { type: encoding.type }));
          },
          close: () => open--,
        };
      },
      close: () => open--,
    };
    return Promise.resolve(picture);
  };
  return { decode, made, openCount: () => open };
}

const unable: Decoder = () => Promise.resolve(null);
const avif = bytesOf([0, 0, 0, 20], 'ftypavif', [0, 0, 0, 0], 'mif1');
const heic = bytesOf([0, 0, 0, 20], 'ftypheic', [0, 0, 0, 0], 'mif1');

describe('a picture that fits', () => {
  it('stays byte for byte, with the type of its content', async () => {
    const { decode, made, openCount } = decoder({ width: 640, height: 480 });
    const bytes = jpeg(640, 480);
    const outcome = await takeIn(new Blob([bytes], { type: 'image/png' }), 'a.png', limits, decode);
    expect(outcome).toMatchObject({ state: 'taken', name: 'a.png', width: 640, height: 480, notice: null });
    const blob = outcome.state === 'taken' ? outcome.blob : new Blob();
    expect(blob.type).toBe('image/jpeg');
    expect(new Uint8Array(await blob.arrayBuffer())).toEqual(bytes);
    expect([made, openCount()]).toEqual([[], 0]);
  });

  it('has the size of the upright picture', async () => {
    const { decode } = decoder({ width: 480, height: 640 });
    const outcome = await takeIn(new Blob([jpeg(640, 480, exifSegment(6))]), 'a.jpg', limits, decode);
    expect(outcome).toMatchObject({ state: 'taken', width: 480, height: 640, notice: null });
  });

  it('is made anew if page and server could differ in what is upright', async () => {
    const { decode, made } = decoder({ width: 640, height: 480 }); // a browser that passes EXIF over
    const jpegOutcome = await takeIn(new Blob([jpeg(640, 480, exifSegment(6))]), 'a.jpg', limits, decode);
    expect(jpegOutcome).toMatchObject({ state: 'taken', width: 640, height: 480, notice: null });
    const turned = new Blob([png(640, 480, pngChunk('eXIf', exif(3)))]);
    expect(await takeIn(turned, 'a.png', limits, decode)).toMatchObject({ state: 'taken', notice: null });
    expect(made.map(({ encoding }) => encoding.type)).toEqual(['image/jpeg', 'image/png']);
  });
});

describe('a picture that is too large', () => {
  it('is scaled to the largest side, with a notice', async () => {
    const { decode, made, openCount } = decoder({ width: 6000, height: 4000 });
    const outcome = await takeIn(new Blob([jpeg(6000, 4000)]), 'a.jpg', limits, decode);
    // 4000 * 2048 / 6000 = 1365.33
    const size = { width: 2048, height: 1365 };
    expect(outcome).toMatchObject({ state: 'taken', ...size });
    expect(outcome.state === 'taken' && outcome.notice).toEqual({
      convertedFrom: null,
      scaledFrom: { width: 6000, height: 4000 },
      size,
      recompressed: false,
      ignoredFiles: 0,
    });
    expect(made).toEqual([{ size, isWide: false, encoding: { type: 'image/jpeg', quality: 0.92 } }]);
    expect(openCount()).toBe(0);
  });

  it('stays lossless if it was, as long as there is room', async () => {
    const { decode, made } = decoder({ width: 4096, height: 2048 }, { bits: 1 });
    await takeIn(new Blob([png(4096, 2048)]), 'a.png', limits, decode);
    expect(made.map(({ encoding }) => encoding.type)).toEqual(['image/png']);
    made.length = 0;
    // 2048 x 1024 pixels are 1 MiB as PNG here, 256 KiB as JPEG
    const outcome = await takeIn(new Blob([png(4096, 2048)]), 'a.png', small(300_000), decode);
    expect(made.map(({ encoding }) => encoding.type)).toEqual(['image/png', 'image/jpeg']);
    expect(outcome).toMatchObject({ state: 'taken', width: 2048, height: 1024 });
  });

  it('keeps its transparency', async () => {
    const { decode, made } = decoder({ width: 4096, height: 2048 }, { isOpaque: false });
    const outcome = await takeIn(new Blob([png(4096, 2048)]), 'a.png', small(300_000), decode);
    expect(made.every(({ encoding }) => encoding.type === 'image/png')).toBe(true);
    expect(outcome).toMatchObject({ state: 'taken', blob: { type: 'image/png' } });
    expect(outcome.state === 'taken' && outcome.blob.size).toBeLessThanOrEqual(300_000);
  });

  it('is compressed again at its own size if only its bytes are too many', async () => {
    const { decode } = decoder({ width: 1000, height: 800 });
    const bytes = png(1000, 800, pngChunk('IDAT', new Uint8Array(500_000)));
    const outcome = await takeIn(new Blob([bytes]), 'a.png', small(450_000), decode);
    expect(outcome).toMatchObject({
      state: 'taken',
      width: 1000,
      height: 800,
      notice: { recompressed: true, scaledFrom: null, convertedFrom: null },
    });
  });

  it('is refused if it would be too narrow', async () => {
    const { decode } = decoder({ width: 8000, height: 600 }); // 2048 x 154
    expect(await takeIn(new Blob([jpeg(8000, 600)]), 'a.jpg', limits, decode)).toEqual({
      state: 'refused',
      failure: {
        reason: 'too_narrow',
        name: 'a.jpg',
        format: 'jpeg',
        size: { width: 8000, height: 600 },
        minimum: 256,
      },
    });
  });

  it('is refused before it is decoded if no browser could', async () => {
    const outcome = await takeIn(new Blob([png(60_000, 60_000)]), 'a.png', limits, unable);
    expect(outcome).toMatchObject({ state: 'refused', failure: { reason: 'too_large' } });
    const large = await takeIn(new Blob([png(12_000, 9000)]), 'a.png', limits, unable);
    expect(large).toMatchObject({ state: 'refused', failure: { reason: 'too_large' } });
  });

  it('is refused if it does not get small enough', async () => {
    const { decode, openCount } = decoder({ width: 300, height: 300 }, { bits: 1000 });
    const outcome = await takeIn(
      new Blob([png(300, 300, pngChunk('tEXt', new Uint8Array(9000)))]),
      'a',
      small(5000),
      decode,
    );
    expect(outcome).toMatchObject({ state: 'refused', failure: { reason: 'too_large' } });
    expect(openCount()).toBe(0);
  });

  it('keeps wide colours', async () => {
    const { decode, made } = decoder({ width: 4096, height: 2048 });
    await takeIn(
      new Blob([png(4096, 2048, pngChunk('iCCP', bytesOf('Display P3\0')))]),
      'a.png',
      limits,
      decode,
    );
    expect(made[0]?.isWide).toBe(true);
  });

  it('waits for the limits', async () => {
    const { decode } = decoder({ width: 6000, height: 100 });
    const outcome = await takeIn(new Blob([jpeg(6000, 100)]), 'a.jpg', null, decode);
    expect(outcome).toMatchObject({ state: 'taken', width: 6000, height: 100, notice: null });
  });
});

describe('another format', () => {
  it.each([
    ['avif', avif, true, ['image/jpeg']],
    ['avif', avif, false, ['image/png']],
    ['heic', heic, true, ['image/jpeg']],
    ['webp', bytesOf('RIFF', [1, 2, 3, 4], 'WEBPVP8 '), true, ['image/jpeg']],
    ['gif', bytesOf('GIF89a'), true, ['image/png']],
    ['bmp', bytesOf('BM', [1, 2, 3]), true, ['image/png']],
  ] as const)('is converted: %s', async (format, bytes, isOpaque, types) => {
    const { decode, made } = decoder({ width: 640, height: 480 }, { isOpaque });
    const outcome = await takeIn(new Blob([bytes]), 'a', limits, decode);
    expect(outcome).toMatchObject({
      state: 'taken',
      width: 640,
      height: 480,
      notice: { convertedFrom: format, scaledFrom: null, recompressed: false },
    });
    expect(made.map(({ encoding }) => encoding.type)).toEqual(types);
  });
});

describe('a file that is refused', () => {
  it.each([
    ['empty', bytesOf(), null],
    ['not_a_picture', bytesOf('Hello'), null],
    ['not_a_picture', bytesOf('BMX is fun'), 'bmp'],
    ['damaged', jpeg(640, 480).slice(0, 20), 'jpeg'],
    ['damaged', png(640, 480).slice(0, 50), 'png'],
    ['damaged', jpeg(640, 480), 'jpeg'],
    ['damaged', bytesOf('GIF89a'), 'gif'],
    ['unsupported', heic, 'heic'],
    ['unsupported', avif, 'avif'],
    ['unsupported', bytesOf('II*\0'), 'tiff'],
    ['unsupported', bytesOf('%PDF-1.4'), 'pdf'],
  ] as const)('is %s', async (reason, bytes, format) => {
    expect(await takeIn(new Blob([bytes]), 'name', limits, unable)).toEqual({
      state: 'refused',
      failure: { reason, name: 'name', format, size: null, minimum: null },
    });
  });

  it('is too small, with the sizes', async () => {
    const { decode } = decoder({ width: 900, height: 255 });
    expect(await takeIn(new Blob([png(900, 255)]), 'a.png', limits, decode)).toMatchObject({
      failure: { reason: 'too_small', size: { width: 900, height: 255 }, minimum: 256 },
    });
  });

  it('cannot be read any more', async () => {
    const gone = new Blob(['x']);
    gone.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotReadableError'));
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    expect(await takeIn(gone, 'a', limits, unable)).toMatchObject({ failure: { reason: 'unreadable' } });
    expect(warn).toHaveBeenCalledOnce();
    warn.mockRestore();
  });
});
