// A mask that writes down what it is told.

import type { MaskPainter } from '../../src/canvas/tool-driver';
import { Viewport } from '../../src/canvas/viewport';

export class LoggingPainter implements MaskPainter {
  readonly log: string[] = [];

  beginStroke(...[brush, mode]: Parameters<MaskPainter['beginStroke']>) {
    this.log.push(`stroke ${mode} ${brush.diameter}`);
    return {
      add: (points: readonly { x: number; y: number; pressure: number }[]) => {
        this.log.push(`add ${points.map(({ x, y, pressure }) => `${x},${y}*${pressure}`).join(' ')}`);
      },
      end: () => this.log.push('end'),
      cancel: () => this.log.push('cancel'),
    };
  }

  selectRectangle(...[rect, mode]: Parameters<MaskPainter['selectRectangle']>) {
    this.log.push(`rectangle ${mode} ${rect.x},${rect.y} ${rect.width}x${rect.height}`);
  }

  selectPolygon(...[points, mode]: Parameters<MaskPainter['selectPolygon']>) {
    this.log.push(`polygon ${mode} ${points.map(({ x, y }) => `${x},${y}`).join(' ')}`);
  }
}

/** A viewport at 200 % of a 400x200 picture, whose (100, 50) is at the stage's top-left corner. */
export function viewportAt200(): Viewport {
  const viewport = new Viewport();
  viewport.setStage({ width: 400, height: 200 });
  viewport.setPicture({ width: 400, height: 200 });
  viewport.zoomTo(2); // the middle shows (200, 100), the corner (100, 50)
  return viewport;
}
