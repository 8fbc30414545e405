/**
 * Types of the catalogues. Bokmål is written first and defines the type, so a key that another language lacks is a
 * type error.
 */
import type aboutNb from './about/nb.ts';
import type accountNb from './account/nb.ts';
import type adminNb from './admin/nb.ts';
import type afterNb from './after/after-nb.ts';
import type embedNb from './embed/nb.ts';
import type nb from './nb.ts';
import type figuresNb from './figures/figures-nb.ts';
import type servedNb from './served/nb.ts';
import type lateNb from './late/late-nb.ts';
import type staffNb from './staff/nb.ts';
import type transferNb from './transfer/transfer-nb.ts';

export type Words = typeof nb;
export type AfterWords = typeof afterNb;
export type LateWords = typeof lateNb;
export type TransferWords = typeof transferNb;
export type AccountWords = typeof accountNb;
export type AdminWords = typeof adminNb;
export type FiguresWords = typeof figuresNb;
export type StaffWords = typeof staffNb;
export type ServedWords = typeof servedNb;
export type AboutWords = typeof aboutNb;
export type EmbedWords = typeof embedNb;
