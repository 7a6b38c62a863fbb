// Decoding, scaling and encoding by the browser. An <img> decodes: it honours EXIF and colour profiles everywhere.

import type { Size } from '../mask/geometry';
import type { DecodedPicture, Decoder, Encoding } from './intake';

// What every browser's canvas can hold; iOS draws nothing on a larger one.
const maxCanvasPixels = 4096 * 4096;

export const decodeInBrowser: Decoder = async (blob) => {
  const url = URL.createObjectURL(blob);
  const image = new Image();
  image.src = url;
  const isDecoded = await image.decode().then(
    () => true,
    () => false,
  );
  const { naturalWidth: width, naturalHeight: height } = image;
  // Safari does not decode very large pictures in advance, although it draws them.
  if (width === 0 || height === 0 || (!isDecoded && width * height <= maxCanvasPixels)) {
    URL.revokeObjectURL(url);
    return null;
  }
  const decoded: DecodedPicture = {
    width,
    height,
    draw: (size, isWide) => draw(image, size, isWide),
    close: () => {
      URL.revokeObjectURL(url);
      image.src = '';
    },
  };
  return decoded;
};

// Halved step by step: a large step in one go leaves pixels out in some browsers.
function draw(image: HTMLImageElement, size: Size, isWide: boolean) {
  let factor = 1;
  const fits = (times: number) =>
    size.width * times <= image.naturalWidth &&
    size.height * times <= image.naturalHeight &&
    size.width * times * size.height * times <= maxCanvasPixels;
  while (fits(2 * factor)) factor *= 2;
  let canvas = scaled(image, { width: size.width * factor, height: size.height * factor }, isWide);
  for (factor /= 2; factor >= 1 && canvas !== null; factor /= 2) {
    const half = scaled(canvas, { width: size.width * factor, height: size.height * factor }, isWide);
    release(canvas);
    canvas = half;
  }
  if (canvas === null) return null;
  const drawn = canvas;
  return {
    isOpaque: () => isOpaque(drawn),
    encode: (encoding: Encoding) =>
      new Promise<Blob | null>((resolve) => drawn.toBlob(resolve, encoding.type, encoding.quality)),
    close: () => release(drawn),
  };
}

function scaled(source: CanvasImageSource, size: Size, isWide: boolean): HTMLCanvasElement | null {
  const canvas = document.createElement('canvas');
  canvas.width = size.width;
  canvas.height = size.height;
  const context = canvas.getContext('2d', { colorSpace: isWide ? 'display-p3' : 'srgb' });
  if (context === null) return null;
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, size.width, size.height);
  return canvas;
}

function isOpaque(canvas: HTMLCanvasElement): boolean {
  const { width, height } = canvas;
  const samples = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
  for (let i = 3; i < samples.length; i += 4) if (samples[i] !== 255) return false;
  return true;
}

// A canvas keeps its memory until it is collected, unless it is made small.
function release(canvas: HTMLCanvasElement): void {
  canvas.width = 0;
  canvas.height = 0;
}
