declare module 'write-good' {
  interface Suggestion {
    readonly index: number;
    readonly offset: number;
    readonly reason: string;
  }
  const writeGood: (text: string, options?: Readonly<Record<string, boolean>>) => Suggestion[];
  export default writeGood;
}
