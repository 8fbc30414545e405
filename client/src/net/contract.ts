/** Types derived from the contract's tables: the commands and events of a link. */
import type { Refusal } from '@terskel/shared/errors';

export interface Schema<Output = unknown> {
  safeParse(data: unknown): { success: true; data: Output } | { success: false };
}
type Output<S> = S extends Schema<infer O> ? O : never;

export type Commands = Record<string, { readonly payload: Schema; readonly ack: Schema }>;
export type Events = Record<string, Schema>;

export type Payload<C extends Commands, Name extends keyof C> = Output<C[Name]['payload']>;
/** Unknown whether the command was executed: there was no connection, or no answer in time. */
export type Lost = Refusal & { readonly lost: true };
export type Answer<C extends Commands, Name extends keyof C> =
  | Output<C[Name]['ack']>
  | Refusal
  | Lost;

/** An event that fits its schema. */
export type Told<E extends Events> = {
  [Name in keyof E]: { readonly name: Name; readonly payload: Output<E[Name]> };
}[keyof E];
