/** Answers from before *Start* that change later screens. They stay in the tab. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { EarlyAnswers } from '../../state/model.ts';

export const NO_ANSWERS: EarlyAnswers = { young: false, urgent: false };

export const EarlyAnswersContext = createContext<EarlyAnswers>(NO_ANSWERS);

export const useEarlyAnswers = (): EarlyAnswers => useContext(EarlyAnswersContext);
