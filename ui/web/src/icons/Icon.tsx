// The icons of the studio (resources/icons), and a few of the page's own in the same hand.

import about from '../../../../resources/icons/about.svg?raw';
import accept from '../../../../resources/icons/accept.svg?raw';
import brush from '../../../../resources/icons/brush.svg?raw';
import cancel from '../../../../resources/icons/cancel.svg?raw';
import clear from '../../../../resources/icons/clear.svg?raw';
import close from '../../../../resources/icons/close.svg?raw';
import discard from '../../../../resources/icons/discard.svg?raw';
import erase from '../../../../resources/icons/eraser.svg?raw';
import error from '../../../../resources/icons/error.svg?raw';
import eye from '../../../../resources/icons/eye.svg?raw';
import generate from '../../../../resources/icons/generate.svg?raw';
import grow from '../../../../resources/icons/grow.svg?raw';
import hand from '../../../../resources/icons/hand.svg?raw';
import history from '../../../../resources/icons/history.svg?raw';
import invert from '../../../../resources/icons/invert.svg?raw';
import keyboard from '../../../../resources/icons/keyboard.svg?raw';
import lasso from '../../../../resources/icons/lasso.svg?raw';
import open from '../../../../resources/icons/open.svg?raw';
import wipe from '../../../../resources/icons/original.svg?raw';
import rectangle from '../../../../resources/icons/rectangle.svg?raw';
import redo from '../../../../resources/icons/redo.svg?raw';
import save from '../../../../resources/icons/save.svg?raw';
import shrink from '../../../../resources/icons/shrink.svg?raw';
import undo from '../../../../resources/icons/undo.svg?raw';
import zoomFit from '../../../../resources/icons/zoom-fit.svg?raw';
import zoomIn from '../../../../resources/icons/zoom-in.svg?raw';
import zoomOne from '../../../../resources/icons/zoom-one.svg?raw';
import zoomOut from '../../../../resources/icons/zoom-out.svg?raw';
import camera from './camera.svg?raw';
import dice from './dice.svg?raw';
import language from './language.svg?raw';
import lock from './lock.svg?raw';
import moon from './moon.svg?raw';
import picture from './picture.svg?raw';
import side from './side-by-side.svg?raw';
import sun from './sun.svg?raw';
import system from './system.svg?raw';
import unlock from './unlock.svg?raw';

const sources = {
  about, accept, brush, camera, cancel, clear, close, dice, discard, erase, error, eye, generate, grow, hand, history,
  invert, keyboard, language, lasso, lock, moon, open, picture, rectangle, redo, save, shrink, side, sun, system, undo,
  unlock, wipe, zoomFit, zoomIn, zoomOne, zoomOut,
}; // prettier-ignore

export type IconName = keyof typeof sources;

/** What stands between <svg …> and </svg>. */
function shapes(svg: string): string {
  return svg.slice(svg.indexOf('>') + 1, svg.lastIndexOf('</svg>'));
}

/** A picture without a meaning of its own: what it stands for is said in words beside it, or by its button's name. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      dangerouslySetInnerHTML={{ __html: shapes(sources[name]) }}
    />
  );
}
