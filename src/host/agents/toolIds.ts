import type { ToolName } from '../../engine/tools/table.ts';

export type ToolId = ToolName;

/** The tools by name, without their schemas: activation does not load those. */
export const TOOL_IDS = [
  'fanout_review',
  'fanout_summarize',
  'fanout_ask',
  'fanout_classify',
  'fanout_findings',
] as const satisfies readonly ToolName[];
