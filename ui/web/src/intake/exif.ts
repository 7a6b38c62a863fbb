// The orientation in an EXIF block (a TIFF header and its directories). The bytes are a stranger's.

const orientationTag = 0x0112;
const byteTypes: Readonly<Record<number, 1 | 2 | 4>> = { 1: 1, 3: 2, 4: 4 };

/** 1 to 8; 1 if the block says nothing that can be understood. Some writers of PNG put "Exif\0\0" in front. */
export function exifOrientation(block: Uint8Array): number {
  const hasPrefix = block[0] === 0x45 && block[1] === 0x78;
  const data = hasPrefix ? block.subarray(6) : block;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  try {
    const order = view.getUint16(0);
    if (order !== 0x4949 && order !== 0x4d4d) return 1;
    return orientationIn(view, order === 0x4949);
  } catch (error) {
    if (error instanceof RangeError) return 1; // an offset beyond the end
    throw error;
  }
}

function orientationIn(view: DataView, littleEndian: boolean): number {
  const directory = view.getUint32(4, littleEndian);
  const count = view.getUint16(directory, littleEndian);
  for (let i = 0; i < count; i++) {
    const entry = directory + 2 + 12 * i;
    if (view.getUint16(entry, littleEndian) !== orientationTag) continue;
    const size = byteTypes[view.getUint16(entry + 2, littleEndian)];
    if (size === undefined) return 1;
    const value =
      size === 1
        ? view.getUint8(entry + 8)
        : size === 2
          ? view.getUint16(entry + 8, littleEndian)
          : view.getUint32(entry + 8, littleEndian);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}
