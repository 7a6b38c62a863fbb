// The type of a language's texts: the keys are those of English.

import type { en } from './en';

type SameKeys<T> = { readonly [Key in keyof T]: T[Key] extends string ? string : SameKeys<T[Key]> };

export type Texts = SameKeys<typeof en>;
