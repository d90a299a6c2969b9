import { TOOL_NAMES, TOOLS, toolSchema } from './table.ts';

/** The tools of the manifest, `contributes.languageModelTools`. */
export const languageModelTools = (): readonly object[] =>
  TOOL_NAMES.map(name => ({
    name,
    displayName: TOOLS[name].title,
    modelDescription: TOOLS[name].description,
    userDescription: TOOLS[name].about,
    canBeReferencedInPrompt: true,
    toolReferenceName: name.replace(/^fanout_/, 'fanout-'),
    icon: '$(git-merge)',
    when: 'isWorkspaceTrusted',
    inputSchema: toolSchema(name),
  }));
