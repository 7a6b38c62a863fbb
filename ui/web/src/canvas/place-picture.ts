import { pixelatedScale, type Viewport } from './viewport';

/** Put a picture's element where the viewport says. Its CSS: position absolute, transform-origin 0 0. */
export function placePicture(image: HTMLImageElement, viewport: Viewport): void {
  const { width, height } = viewport.pictureSize;
  image.style.width = `${width}px`;
  image.style.height = `${height}px`;
  image.style.transform = `translate(${viewport.x}px, ${viewport.y}px) scale(${viewport.scale})`;
  image.style.imageRendering = viewport.scale >= pixelatedScale ? 'pixelated' : 'auto';
}
