import { beforeEach, describe, expect, it } from 'vitest';
import {
  noModifiers,
  PointerGestures,
  type GestureTarget,
  type PointerReport,
} from '../../src/canvas/gestures';

let log: string[] = [];
let takesTool = true;

const at = (point: { x: number; y: number }) => `${point.x},${point.y}`;

const target: GestureTarget = {
  toolPress: (report, erases) => {
    if (takesTool) log.push(`press ${at(report.at)}${erases ? ' erases' : ''}`);
    return takesTool;
  },
  toolMove: (reports) => log.push(`move ${reports.map((report) => at(report.at)).join(' ')}`),
  toolRelease: (report) => log.push(`release ${report === null ? 'nowhere' : at(report.at)}`),
  toolCancel: () => log.push('cancel'),
  panBy: (dx, dy) => log.push(`pan ${dx},${dy}`),
  pinch: (from, to, factor) => log.push(`pinch ${at(from)} ${at(to)} ${factor}`),
};

const report = (x: number, y: number, change: Partial<PointerReport> = {}): PointerReport => ({
  id: 1,
  kind: 'mouse',
  at: { x, y },
  pressure: 1,
  buttons: 1,
  time: 0,
  modifiers: noModifiers,
  ...change,
});
const finger = (id: number, x: number, y: number, time = 0) => report(x, y, { id, kind: 'touch', time });

let gestures: PointerGestures;
beforeEach(() => {
  log = [];
  takesTool = true;
  gestures = new PointerGestures(target);
});

describe('one pointer', () => {
  it('uses the tool from press to release', () => {
    gestures.down(report(1, 2));
    gestures.move([report(3, 4), report(5, 6)]);
    gestures.up(report(7, 8, { buttons: 0 }));
    gestures.move([report(9, 9, { buttons: 0 })]);
    expect(log).toEqual(['press 1,2', 'move 3,4 5,6', 'release 7,8']);
  });

  it.each([
    [2, 'the right button'],
    [32, "a pen's other end"],
  ])('erases with buttons %d: %s', (buttons) => {
    gestures.down(report(1, 2, { buttons }));
    expect(log).toEqual(['press 1,2 erases']);
  });

  it('pans with the middle button, with the space bar, and where the tool takes no drag', () => {
    gestures.down(report(0, 0, { buttons: 4 }));
    gestures.move([report(3, 4, { buttons: 4 })]);
    gestures.up(report(3, 4, { buttons: 0 }));
    gestures.setSpaceHeld(true);
    gestures.down(report(0, 0));
    gestures.setSpaceHeld(false); // the drag goes on as it began
    gestures.move([report(-1, 0), report(-2, 0)]);
    gestures.up(report(-2, 0, { buttons: 0 }));
    takesTool = false;
    gestures.down(report(10, 10));
    gestures.move([report(11, 10)]);
    expect(log).toEqual(['pan 3,4', 'pan -2,0', 'pan 1,0']);
  });

  it('ends a drag when its button is up, though another one is down', () => {
    gestures.down(report(0, 0, { buttons: 1 }));
    gestures.move([report(1, 1, { buttons: 3 })]);
    gestures.move([report(2, 2, { buttons: 2 })]);
    gestures.move([report(3, 3, { buttons: 2 })]);
    expect(log).toEqual(['press 0,0', 'move 1,1', 'release 2,2']);
  });

  it('keeps what was painted when the system takes the pointer, once', () => {
    gestures.down(report(0, 0));
    gestures.lost(1);
    gestures.lost(1);
    gestures.up(report(0, 0, { buttons: 0 }));
    expect(log).toEqual(['press 0,0', 'release nowhere']);
  });

  it('forgets drag and space bar when the window is left', () => {
    gestures.setSpaceHeld(true);
    gestures.interrupt();
    gestures.down(report(0, 0));
    gestures.interrupt();
    gestures.move([report(5, 5)]);
    expect(log).toEqual(['press 0,0', 'release nowhere']);
    expect(gestures.dragging).toBeNull();
  });

  it('can be cancelled; the rest of the drag does nothing', () => {
    expect(gestures.cancel()).toBe(false);
    gestures.down(report(0, 0));
    expect(gestures.cancel()).toBe(true);
    gestures.move([report(5, 5)]);
    gestures.up(report(5, 5, { buttons: 0 }));
    expect(log).toEqual(['press 0,0', 'cancel']);
  });
});

describe('fingers', () => {
  it('pinch, and cancel the stroke that the first one has just begun', () => {
    gestures.down(finger(1, 100, 100, 0));
    gestures.move([finger(1, 104, 100, 50)]);
    gestures.down(finger(2, 204, 100, 80));
    gestures.move([finger(2, 304, 100, 100)]);
    gestures.move([finger(1, 104, 200, 120)]);
    expect(log).toEqual([
      'press 100,100',
      'move 104,100',
      'cancel',
      'pinch 154,100 204,100 2', // 100 apart, then 200
      `pinch 204,100 204,150 ${Math.hypot(200, 100) / 200}`,
    ]);
  });

  it('cancel a slow stroke that has hardly moved', () => {
    gestures.down(finger(1, 100, 100, 0));
    gestures.down(finger(2, 200, 100, 5000));
    expect(log).toEqual(['press 100,100', 'cancel']);
  });

  it('do not end a long stroke: the second one is a palm', () => {
    gestures.down(finger(1, 0, 0, 0));
    gestures.move([finger(1, 100, 0, 900)]);
    gestures.down(finger(2, 300, 300, 1000));
    gestures.move([finger(2, 310, 300, 1010)]);
    gestures.move([finger(1, 120, 0, 1020)]);
    gestures.up(finger(2, 310, 300, 1030));
    gestures.up(finger(1, 120, 0, 1040));
    expect(log).toEqual(['press 0,0', 'move 100,0', 'move 120,0', 'release 120,0']);
  });

  it('leave the one that stays to pan, and paint again once all are up', () => {
    gestures.down(finger(1, 0, 0));
    gestures.down(finger(2, 100, 0));
    gestures.up(finger(1, 0, 0));
    gestures.move([finger(2, 110, 5)]);
    gestures.up(finger(2, 110, 5));
    gestures.down(finger(3, 50, 50));
    expect(log).toEqual(['press 0,0', 'cancel', 'pan 10,5', 'press 50,50']);
  });

  it('pinch again when the lifted one comes back', () => {
    gestures.down(finger(1, 0, 0));
    gestures.down(finger(2, 100, 0));
    gestures.up(finger(2, 100, 0));
    gestures.down(finger(3, 0, 100));
    gestures.move([finger(3, 0, 50)]);
    expect(log).toEqual(['press 0,0', 'cancel', 'pinch 0,50 0,25 0.5']);
  });

  it('count two: a third changes nothing', () => {
    gestures.down(finger(1, 0, 0));
    gestures.down(finger(2, 100, 0));
    gestures.down(finger(3, 500, 500));
    gestures.move([finger(3, 600, 600)]);
    gestures.up(finger(3, 600, 600));
    gestures.move([finger(2, 200, 0)]);
    expect(log).toEqual(['press 0,0', 'cancel', 'pinch 50,0 100,0 2']);
  });

  it('on one point do not zoom to nothing', () => {
    gestures.down(finger(1, 10, 10));
    gestures.down(finger(2, 20, 10));
    gestures.move([finger(2, 10, 10)]);
    gestures.move([finger(2, 12, 10)]);
    expect(log.slice(2)).toEqual(['pinch 15,10 10,10 1', 'pinch 10,10 11,10 1']);
  });

  it('pan from the first one on where the tool takes no drag', () => {
    takesTool = false;
    gestures.down(finger(1, 0, 0));
    gestures.move([finger(1, 5, 0)]);
    gestures.down(finger(2, 105, 0));
    gestures.move([finger(2, 55, 0)]);
    expect(log).toEqual(['pan 5,0', 'pinch 55,0 30,0 0.5']);
  });
});

describe('pen and palm', () => {
  it('ignore fingers while the pen is down', () => {
    gestures.down(report(0, 0, { id: 9, kind: 'pen' }));
    gestures.down(finger(1, 300, 300));
    gestures.move([finger(1, 310, 300)]);
    gestures.move([report(1, 1, { id: 9, kind: 'pen' })]);
    expect(log).toEqual(['press 0,0', 'move 1,1']);
  });

  it('drop what the palm has painted before', () => {
    gestures.down(finger(1, 300, 300));
    gestures.down(report(0, 0, { id: 9, kind: 'pen' }));
    gestures.move([finger(1, 310, 300)]);
    expect(log).toEqual(['press 300,300', 'cancel', 'press 0,0']);
  });
});
