// The size of an element on the screen, in CSS and in device pixels.

import type { Size } from '../mask/geometry';

/** Tell the size of an element's content now and whenever it, or the device pixel ratio, changes; returns what ends it. */
export function observeSize(
  element: HTMLElement,
  tell: (size: Size, deviceRatio: number) => void,
): () => void {
  const measure = () =>
    tell({ width: element.clientWidth, height: element.clientHeight }, window.devicePixelRatio || 1);
  const observer = new ResizeObserver(measure);
  observer.observe(element);
  const endRatio = observeRatio(measure);
  measure();
  return () => {
    observer.disconnect();
    endRatio();
  };
}

// A media query can only ask for one ratio: each change needs the next one.
function observeRatio(changed: () => void): () => void {
  let query: MediaQueryList | null = null;
  const listen = () => {
    query?.removeEventListener('change', listen);
    if (query !== null) changed();
    query = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    query.addEventListener('change', listen);
  };
  listen();
  return () => query?.removeEventListener('change', listen);
}

/** The device pixels that cover a size in CSS pixels. */
export function deviceSize(size: Size, deviceRatio: number): Size {
  return { width: Math.round(size.width * deviceRatio), height: Math.round(size.height * deviceRatio) };
}
