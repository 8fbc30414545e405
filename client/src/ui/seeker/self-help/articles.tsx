import type { Block, Help, Run } from '@terskel/shared/help';
import css from '../../../styles/seeker/self-help.module.css';
import { Away } from './away.tsx';

/** Short articles, collapsed under their titles. Rendered from plain data, so article text cannot become markup. */
export function Articles(props: Pick<Help, 'articles' | 'language'>) {
  return (
    <div class={css['articles']} lang={props.language}>
      {props.articles.map(({ title, blocks }) => (
        <details key={title} class={css['article']}>
          <summary class={css['fold']}>
            <h3 dir="auto">{title}</h3>
          </summary>
          <div class={css['text']} dir="auto">
            {blocks.map((block, index) => (
              <Part key={index} block={block} />
            ))}
          </div>
        </details>
      ))}
    </div>
  );
}

function Part({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case 'heading': {
      // One level below the article's title, which is an h3.
      const Heading = (['h4', 'h5', 'h6'] as const)[block.level - 1] ?? 'h6';
      return (
        <Heading>
          <Words runs={block.runs} />
        </Heading>
      );
    }
    case 'code':
      return (
        <pre>
          <code dir="auto">{block.text}</code>
        </pre>
      );
    case 'paragraph':
      return (
        <p>
          <Words runs={block.runs} />
        </p>
      );
    case 'list': {
      const items = block.items.map((runs, index) => (
        <li key={index}>
          <Words runs={runs} />
        </li>
      ));
      return block.ordered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>;
    }
    case 'quote':
      return (
        <blockquote>
          {block.paragraphs.map((runs, index) => (
            <p key={index}>
              <Words runs={runs} />
            </p>
          ))}
        </blockquote>
      );
  }
}

function Words({ runs }: { readonly runs: readonly Run[] }) {
  return runs.map(({ text, strong, em, code, href }) => {
    const plain = code === true ? <code>{text}</code> : text;
    const weak = em === true ? <em>{plain}</em> : plain;
    const said = strong === true ? <strong>{weak}</strong> : weak;
    if (href === undefined) return said;
    return href.startsWith('tel:') ? <a href={href}>{said}</a> : <Away href={href}>{said}</Away>;
  });
}
