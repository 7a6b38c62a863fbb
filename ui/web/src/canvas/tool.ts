/** What a drag of the pointer, or the arrow keys, do on the stage. */
export type Tool = 'brush' | 'erase' | 'rectangle' | 'lasso' | 'pan';
