import type { Case } from './play.ts';
import {
  CHAT,
  REVIEW,
  TEXT,
  all,
  atMost,
  counted,
  cutTo,
  delta,
  exits,
  findsOne,
  formatOf,
  lease,
  raw,
  read,
  saying,
  sse,
  usage,
  variant,
} from './base.ts';

const THOUGHTS = 'I draft {"findings": [], "assessment": "draft"} and look again.';
const think = (row: number, name: string, text: string): Case => read(row, name, saying(text));

/** Cut prompts, and answers with thoughts, code or slips around their JSON. */
export const answersCases: readonly Case[] = [
  cutTo(1, 'cut to half of the window and two', 3000, 2050),
  cutTo(2, 'cut to 2,900, no multiple of 1,024', 2900),
  cutTo(3, 'cut to 3,072', 3072),
  variant(cutTo(2, 'cut to 3,333', 3333)),
  variant(cutTo(1, 'cut to half of 8,192 and two', 8192, 4098, ['--chunk-tokens', '12000'])),
  lease(4, 'usage of 0', () =>
    raw(
      sse(
        delta({ content: TEXT }),
        delta({}, 'stop'),
        { ...usage, usage: { prompt_tokens: 0, completion_tokens: 0 } },
        '[DONE]',
      ),
    ),
  ),
  lease(4, 'usage that is none', () =>
    raw(
      sse(
        delta({ content: TEXT }),
        delta({}, 'stop'),
        { ...usage, usage: { prompt_tokens: -1, completion_tokens: 'many' } },
        '[DONE]',
      ),
    ),
  ),
  lease(
    5,
    'the answer in reasoning_content',
    request =>
      formatOf(request) === 'json_schema'
        ? raw(sse(delta({ reasoning_content: TEXT }), delta({}, 'stop'), usage, '[DONE]'))
        : saying(TEXT),
    {},
  ),
  lease(
    5,
    'thoughts alone under a schema',
    request =>
      formatOf(request) === undefined
        ? saying(TEXT)
        : raw(sse(delta({ reasoning: 'So, hm.' }), delta({}, 'stop'), usage, '[DONE]')),
    { judge: all(exits(0), findsOne, atMost(2), counted) },
  ),
  read(
    6,
    'content in parts',
    raw(
      sse(
        delta({ content: [{ type: 'text', text: TEXT.slice(0, 30) }] }),
        delta({ content: [{ type: 'text', text: TEXT.slice(30) }] }),
        delta({}, 'stop'),
        '[DONE]',
      ),
    ),
  ),
  variant(
    read(
      6,
      'one part as an object, thoughts in parts',
      raw(
        sse(
          delta({
            content: [{ type: 'thinking', thinking: [{ type: 'text', text: THOUGHTS }] }],
          }),
          delta({ content: { type: 'text', text: TEXT } }),
          delta({}, 'stop'),
          '[DONE]',
        ),
      ),
    ),
  ),
  think(7, 'only </think>', `${THOUGHTS}</think>${TEXT}`),
  think(8, 'a word before <think>', `Sure. <think>${THOUGHTS}</think>\n${TEXT}`),
  think(8, '< think >', `< think >${THOUGHTS}< / think >\n${TEXT}`),
  think(9, '[THINK]', `[THINK]${THOUGHTS}[/THINK]${TEXT}`),
  think(10, '<thought>', `<thought>${THOUGHTS}</thought>${TEXT}`),
  think(10, '◁think▷', `◁think▷${THOUGHTS}◁/think▷${TEXT}`),
  think(
    11,
    'channels',
    `<|channel|>analysis<|message|>${THOUGHTS}<|end|><|start|>assistant<|channel|>final<|message|>${TEXT}`,
  ),
  think(
    12,
    'a closing mark named inside',
    `<think>${THOUGHTS} Then </think> ends it. So:</think>${TEXT}`,
  ),
  variant(think(9, '<seed:think>', `<seed:think>${THOUGHTS}</seed:think>${TEXT}`)),
  variant(think(9, '<scratchpad>', `<scratchpad>${THOUGHTS}</scratchpad>\n\n${TEXT}`)),
  variant(
    think(
      11,
      'commentary, then final with a constraint',
      `<|channel|>commentary<|message|>${THOUGHTS}<|end|><|start|>assistant<|channel|>final <|constrain|>json<|message|>${TEXT}`,
    ),
  ),
  variant(
    think(
      10,
      '**Thinking** with a rule',
      `**Thinking:** ${THOUGHTS}\n\n---\n\n**Answer:**\n\n${TEXT}`,
    ),
  ),
  variant(
    think(
      10,
      '<|begin_of_thought|>',
      `<|begin_of_thought|>${THOUGHTS}<|end_of_thought|><|begin_of_solution|>${TEXT}<|end_of_solution|>`,
    ),
  ),
  variant(
    think(
      10,
      '<reflection> after the answer',
      `${TEXT}\n<reflection>I could add {"findings": []} but no.</reflection>`,
    ),
  ),
  think(13, 'code before', `Look at function f() { return {"a": b}; } first.\n${TEXT}`),
  think(13, 'braces before', `The set {"x", "y"} and [1, 2 matter.\n${TEXT}`),
  think(14, 'code after', `${TEXT}\nNote: prefer {"timeout": t} here.`),
  think(15, 'JSON of another form after', `${TEXT}\n{"ok": true}`),
  think(15, '~~~JSON', `~~~JSON\n${TEXT}\n~~~`),
  think(15, 'the same answer twice', `${TEXT}\n${TEXT}`),
  think(15, 'raw line feeds', TEXT.replace('The landlord', 'The\nlandlord')),
  think(15, 'braces in a closing sentence', `${TEXT}\nUse {this} or {that}.`),
  variant(
    think(
      13,
      'a JSON Schema before',
      `The form is {"type": "object", "properties": {"findings": {"type": "array"}}}.\n\n${TEXT}`,
    ),
  ),
  variant(
    think(
      15,
      'in a tool call block',
      `<tool_call>\n{"name": "review", "arguments": ${TEXT}}\n</tool_call>`,
    ),
  ),
  variant(think(15, 'a trailing comma', TEXT.replace(']', ',]'))),
  variant(think(15, 'wrapped in a named object', `{"review": ${TEXT}}`)),
  variant(think(15, 'in a list of one', `[${TEXT}]`)),
  lease(
    16,
    'LaTeX commands eaten by JSON',
    () =>
      saying(
        `{"findings":[{"quote":"always","before":null,"title":"x","message":"Say \\"almost\\".","suggestion":"\\textit{almost} always","severity":"minor","confidence":0.9},{"quote":"\\frac{1}{2}","before":null,"title":"y","message":"Half.","suggestion":"\\frac{1}{3}","severity":"minor","confidence":0.9}],"assessment":"s"}`,
      ),
    {
      files: {
        'paper.tex':
          '\\documentclass{article}\n\\begin{document}\nThe loss is \\textbf{always} below \\frac{1}{2} of it.\n\\end{document}\n',
      },
      args: ['review', 'paper.tex', ...CHAT, ...REVIEW],
      judge: all(exits(0), atMost(1), ({ report }) =>
        (report.findings ?? []).some(({ suggestion }) => /\p{Cc}/u.test(suggestion ?? ''))
          ? 'a damaged suggestion'
          : report.findings?.length === 2
            ? undefined
            : `${report.findings?.length} findings`,
      ),
    },
  ),
  variant(
    lease(
      16,
      'a Windows path and a regex',
      () =>
        saying(
          `{"findings":[{"quote":"C:\\temp\\new","before":null,"title":"x","message":"m","suggestion":"C:\\temp\\build","severity":"minor","confidence":0.9},{"quote":"\\bword\\b","before":null,"title":"y","message":"m","suggestion":"\\bwords\\b","severity":"minor","confidence":0.9}],"assessment":"s"}`,
        ),
      {
        files: {
          'notes.md':
            '# Notes\n\nThe folder `C:\\temp\\new` is cleared; search with `\\bword\\b` then.\n',
        },
        args: ['review', 'notes.md', ...CHAT, ...REVIEW],
        judge: all(exits(0), atMost(1), ({ report }) =>
          (report.findings ?? []).some(({ suggestion }) => /\p{Cc}/u.test(suggestion ?? ''))
            ? 'a damaged suggestion'
            : report.findings?.length === 2
              ? undefined
              : `${report.findings?.length} findings`,
        ),
      },
    ),
  ),
  think(17, 'invalid escapes', TEXT.replace('The landlord', 'The \\section \\_ \\( landlord')),
  variant(
    think(
      17,
      'an invalid \\u and \\x',
      TEXT.replace('The landlord', 'The \\usepackage \\x41 landlord'),
    ),
  ),
];
