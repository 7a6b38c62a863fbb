// The world of the real page. Nothing is touched before it is needed: the module can be read where there is no DOM.

import sampleUrl from '../../../../resources/samples/harbour.jpg';
import { fetchHealth, fetchLimits, requestEdit } from '../api/client';
import { decodeInBrowser } from '../intake/canvas-decoder';
import { takeIn } from '../intake/intake';
import { indexedDbStorage } from '../storage/indexed-db';
import { tabToken } from '../storage/tab-token';
import { MaskJobs } from '../workers/mask-jobs';
import type { SessionDependencies } from './dependencies';
import { randomBits } from './seed';

export function browserDependencies(): SessionDependencies {
  const masks = new MaskJobs();
  return {
    fetchLimits: (signal) => fetchLimits(signal),
    fetchHealth: (signal) => fetchHealth(signal),
    requestEdit: (request, options) => requestEdit(request, options),
    takeIn: (file, name, limits) => takeIn(file, name, limits, decodeInBrowser),
    loadSample,
    encodeMask: (mask) => masks.encodePng(mask),
    growMask: (mask, radius) => masks.grow(mask, radius),
    storage: indexedDbStorage(),
    tokens: tabToken,
    createUrl: (blob) => URL.createObjectURL(blob),
    revokeUrl: (url) => URL.revokeObjectURL(url),
    randomBits,
    now: () => Date.now(),
    wait,
    isHidden: () => document.hidden,
    onLeave(listener) {
      window.addEventListener('pagehide', listener);
      document.addEventListener('visibilitychange', () => {
        if (document.hidden) listener();
      });
    },
  };
}

async function loadSample() {
  const response = await fetch(sampleUrl);
  if (!response.ok) throw new Error(`the sample picture: status ${response.status}`);
  return { blob: await response.blob(), name: 'harbour.jpg' };
}

function wait(milliseconds: number, signal?: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve(false);
      return;
    }
    const stop = () => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve(true);
    }, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
