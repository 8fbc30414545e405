import type { Block, Help, Run } from '@terskel/shared/help';
import css from '../../../styles/seeker/refuge.module.css';
import { Away } from './away.tsx';

/** Short articles, folded up under their titles. Drawn from plain data: nothing in it can become markup. */
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
    case 'heading':
      return (
        <h4>
          <Words runs={block.runs} />
        </h4>
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
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
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
  return runs.map(({ text, strong, em, href }) => {
    const weak = em === true ? <em>{text}</em> : text;
    const said = strong === true ? <strong>{weak}</strong> : weak;
    if (href === undefined) return said;
    return href.startsWith('tel:') ? <a href={href}>{said}</a> : <Away href={href}>{said}</Away>;
  });
}
