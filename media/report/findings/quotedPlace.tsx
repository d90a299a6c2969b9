import type { JSX } from 'preact';
import type { RelatedPlace } from '../../../src/core/domain/results/findings.ts';
import { Icon, type SectionProps } from '../parts.tsx';
import { MAX_QUOTE, plainLine, plainText } from '../shared/plainText.ts';
import { rich } from '../shared/rich.tsx';

/** Words of the text that something rests on, and the way to them. */
export function QuotedPlace(
  props: Pick<SectionProps, 'index'> & {
    /** What comes before the name of the text: `It rests on`. */
    readonly words: string;
    readonly place: RelatedPlace;
    readonly onReveal: () => void;
  },
): JSX.Element {
  const { index, words, place, onReveal } = props;
  return (
    <figure class="rel">
      <figcaption>
        {words} {plainLine(index.sources.get(place.sourceId)?.path ?? '', 80)}
        <button class="link" onClick={onReveal}>
          {rich('{0}Reveal', <Icon name="go-to-file" />)}
        </button>
      </figcaption>
      <blockquote>{plainText(place.quote, MAX_QUOTE)}</blockquote>
    </figure>
  );
}
