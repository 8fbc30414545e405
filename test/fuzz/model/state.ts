/** The state of the model: its records, what the rules have in common, and what clients see of it. */
export * from './records.ts';
export * from './basics.ts';
export * from './shown.ts';
