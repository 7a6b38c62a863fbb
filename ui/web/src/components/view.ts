// How the stage is looked at: nothing of it is worth keeping over a reload.

import { create } from 'zustand';
import { Viewport } from '../canvas/viewport';

export type CompareMode = 'wipe' | 'side';

interface View {
  readonly compareMode: CompareMode;
  /** The original is shown in place of the result while this is true. */
  readonly holdsOriginal: boolean;
  readonly helpIsOpen: boolean;
  readonly setCompareMode: (mode: CompareMode) => void;
  readonly holdOriginal: (held: boolean) => void;
  readonly openHelp: (open: boolean) => void;
}

export const useView = create<View>((set) => ({
  compareMode: 'wipe',
  holdsOriginal: false,
  helpIsOpen: false,
  setCompareMode: (compareMode) => set({ compareMode }),
  holdOriginal: (holdsOriginal) => set({ holdsOriginal }),
  openHelp: (helpIsOpen) => set({ helpIsOpen }),
}));

/** The one viewport of the page: the mask and the result are seen at the same place. */
export const viewport = new Viewport();
