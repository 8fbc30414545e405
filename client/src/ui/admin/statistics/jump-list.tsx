import { GROUP_NAMES } from '../../../figures/blocks.ts';
import plots from '../../../styles/admin/plots.module.css';
import css from '../../../styles/admin/statistics.module.css';
import { useFigures } from './words.ts';

/** The parts of the page, in their order. `headlines` and `meaning` are right below the list. */
const PARTS = [...GROUP_NAMES, 'heat', 'save'] as const;
export type PartName = 'headlines' | 'meaning' | (typeof PARTS)[number];

/** The id of the heading of a part. */
export const headingOf = (part: PartName): string => `figures-${part}`;

/** Links to the parts, on windows that are so narrow that the page is long. Closed, it takes one line. */
export function JumpList() {
  const { words } = useFigures();
  const titles = { ...words.groups, save: words.save.heading };
  return (
    <nav class={css['jump']} aria-label={words.jump}>
      <details class={plots['details']}>
        <summary>{words.jump}</summary>
        <ul>
          {PARTS.map((part) => (
            <li key={part}>
              <PartLink part={part}>{titles[part]}</PartLink>
            </li>
          ))}
        </ul>
      </details>
    </nav>
  );
}

/** A link to the heading of a part, which is also focused. */
export function PartLink(props: { readonly part: PartName; readonly children: string }) {
  const id = headingOf(props.part);
  return (
    <a
      href={`#${id}`}
      onClick={(event) => {
        // The hash of the address names the section of the admin's page.
        event.preventDefault();
        document.getElementById(id)?.focus();
      }}
    >
      {props.children}
    </a>
  );
}
