import type { JSX } from 'preact';
import type { Block, Inline } from './markdown.ts';
import { plainText } from '../shared/plainText.ts';
import { t } from '../../../src/core/text/l10n.ts';

const MAX_BLOCK = 8000;

/** Blocks of a summary as elements of our own; everything in them is text. */
export const Blocks = (props: {
  readonly blocks: readonly Block[];
  readonly onFinding: (id: string) => void;
}): JSX.Element => (
  <>
    {props.blocks.map((block, i) => {
      switch (block.type) {
        case 'heading':
          return (
            <h3 key={i}>
              <Inlines inlines={block.inlines} onFinding={props.onFinding} />
            </h3>
          );
        case 'paragraph':
          return (
            <p key={i} class="lead">
              <Inlines inlines={block.inlines} onFinding={props.onFinding} />
            </p>
          );
        case 'list': {
          const items = block.items.map((item, k) => (
            <li key={k}>
              <Inlines inlines={item} onFinding={props.onFinding} />
            </li>
          ));
          return block.ordered ? (
            <ol key={i} class="num">
              {items}
            </ol>
          ) : (
            <ul key={i}>{items}</ul>
          );
        }
      }
    })}
  </>
);

export const Inlines = (props: {
  readonly inlines: readonly Inline[];
  readonly onFinding: (id: string) => void;
}): JSX.Element => (
  <>
    {props.inlines.map((inline, i) => {
      switch (inline.type) {
        case 'text':
          return plainText(inline.text, MAX_BLOCK);
        case 'strong':
          return <strong key={i}>{plainText(inline.text, MAX_BLOCK)}</strong>;
        case 'emphasis':
          return <em key={i}>{plainText(inline.text, MAX_BLOCK)}</em>;
        case 'code':
          return <code key={i}>{plainText(inline.text, MAX_BLOCK)}</code>;
        case 'finding':
          return <FindingLink key={i} id={inline.id} onFinding={props.onFinding} />;
      }
    })}
  </>
);

export const FindingLink = (props: {
  readonly id: string;
  readonly onFinding: (id: string) => void;
}): JSX.Element => (
  <button
    class="fref"
    title={t('Show finding {0}', props.id)}
    onClick={() => {
      props.onFinding(props.id);
    }}
  >
    {props.id}
  </button>
);
