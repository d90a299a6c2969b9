/** What no reviewer should spend a reader's time on, whatever the perspective. */
export const NEVER = [
  'What you would have to guess: name a problem only when the quoted words show it.',
  'What another part of the document may settle. If it matters all the same, say so in the message and give it a confidence of 0.4 or less.',
  'The same remark a second time: report its clearest place once and name the others in the message.',
  'Praise, summaries of the text, and advice to check something without saying what is wrong.',
];
