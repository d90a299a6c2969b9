import { Component, type ComponentChildren } from 'preact';
import { t } from '../../../src/core/text/l10n.ts';
import { plainLine } from './plainText.ts';

const MAX_MESSAGE = 200;

interface Fault {
  readonly message: string | undefined;
}

/** Says that a section could not be drawn. Without it, a fault in one leaves all after it as they were before. */
export class Guard extends Component<{ readonly children: ComponentChildren }, Fault> {
  override state: Fault = { message: undefined };

  static override getDerivedStateFromError(error: unknown): Fault {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render(): ComponentChildren {
    const { message } = this.state;
    if (message === undefined) return this.props.children;
    return (
      <p class="cov cov-bad" role="alert">
        {t(
          'This part of the report could not be drawn ({0}). The other parts are complete, and nothing is lost: open the report again to try once more.',
          plainLine(message, MAX_MESSAGE),
        )}
      </p>
    );
  }
}
