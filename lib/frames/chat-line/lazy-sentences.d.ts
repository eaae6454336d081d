/** The sentences as a module of their own (sentence.tsx). */
declare module '*/error-codes?lazy' {
  export const SENTENCES: Readonly<Record<string, string>>;
}
