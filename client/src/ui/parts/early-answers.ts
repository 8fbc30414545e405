/** Answers from before *Start* that change later screens. They stay in the tab. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Told } from '../../state/model.ts';

export const NOTHING_TOLD: Told = { young: false, urgent: false };

export const ToldContext = createContext<Told>(NOTHING_TOLD);

export const useTold = (): Told => useContext(ToldContext);
