import type { KeyReport } from './keyboard';
import type { Viewport } from './viewport';

const panPx = 64; // stage pixels

/** + - 0 1 zoom as a viewport's keys do everywhere; false: another key. */
export function zoomKey(viewport: Viewport, key: string): boolean {
  if (key === '+' || key === '=') viewport.zoomIn();
  else if (key === '-') viewport.zoomOut();
  else if (key === '0') viewport.fit();
  else if (key === '1') viewport.zoomTo(1);
  else return false;
  return true;
}

/** Arrows pan, the other keys zoom; false: another key. */
export function panKey(viewport: Viewport, report: KeyReport): boolean {
  if (report.ctrl || report.alt) return false;
  if (report.key === 'ArrowLeft') viewport.panBy(panPx, 0);
  else if (report.key === 'ArrowRight') viewport.panBy(-panPx, 0);
  else if (report.key === 'ArrowUp') viewport.panBy(0, panPx);
  else if (report.key === 'ArrowDown') viewport.panBy(0, -panPx);
  else return zoomKey(viewport, report.key);
  return true;
}
