/** Plain JSON that is never changed, only replaced; texts by language. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined };
export type Texts = Readonly<Record<string, string>>;
