/** What a server says of the model it serves. */
export interface ServerFacts {
  /** Prompt and answer together, in tokens, as it is loaded now. */
  readonly contextTokens?: number;
  /** The server has Ollama's own API, where a call says which window it wants. */
  readonly isOllama?: true;
}
