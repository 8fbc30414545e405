/** Schemas that the models are made of, and that have no name in the contract's document. */
import * as z from 'zod/mini';
import { base64urlChars } from '../limits.ts';

export const base64url = z.string().check(z.regex(/^[A-Za-z0-9_-]*$/));
export const exactly = (bytes: number) =>
  z.string().check(z.regex(new RegExp(`^[A-Za-z0-9_-]{${base64urlChars(bytes)}}$`)));
export const count = z.int().check(z.nonnegative());
export const ms = z.int().check(z.nonnegative());
