// Asking before something is lost: one question at a time, shown by ConfirmDialog.

import { create } from 'zustand';

export interface Question {
  readonly title: string;
  readonly text: string;
  /** What the button that goes ahead says. */
  readonly action: string;
}

interface Confirmation {
  readonly question: Question | null;
  readonly answer: (yes: boolean) => void;
}

const nobodyWaits = () => undefined;

export const useConfirmation = create<Confirmation>(() => ({ question: null, answer: nobodyWaits }));

/** Resolves with what the user answers. A question that is still open counts as answered with no. */
export function askUser(question: Question): Promise<boolean> {
  useConfirmation.getState().answer(false);
  return new Promise((resolve) => {
    const answer = (yes: boolean) => {
      useConfirmation.setState({ question: null, answer: nobodyWaits });
      resolve(yes);
    };
    useConfirmation.setState({ question, answer });
  });
}
