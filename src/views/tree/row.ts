/** A row of the tree, before VS Code sees it. All of it is plain text. */
export interface Row {
  readonly label: string;
  readonly description: string;
  /** A codicon id. */
  readonly icon: string;
  /** A theme colour id; absent: the row's own. */
  readonly color?: string;
  /** Paragraphs; the first is a headline. */
  readonly tooltip: readonly string[];
  readonly contextValue: string;
  /** What a screen reader says: the status is in words. */
  readonly spoken: string;
}

/** Theme colours of the marks; words keep the foreground. */
export const GREEN = 'charts.green';
export const YELLOW = 'charts.yellow';
export const RED = 'charts.red';
export const MUTED = 'descriptionForeground';

/**
 * What is under way. Not an icon that turns: in a window without a GPU each of its frames is painted by the thread
 * that takes the keys.
 */
export const RUNNING_ICON = 'sync';

/** What differs between the states of one thing. */
export type Look = Omit<Row, 'label' | 'spoken'>;
