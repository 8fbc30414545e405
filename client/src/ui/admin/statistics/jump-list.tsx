import { GROUP_NAMES } from '../../../figures/blocks.ts';
import css from '../../../styles/admin/statistics.module.css';
import { useFigures } from './words.ts';

/** The parts of the page, in their order. `headlines` is right below the list. */
const PARTS = [...GROUP_NAMES, 'heat', 'save'] as const;
export type PartName = 'headlines' | (typeof PARTS)[number];

/** The id of the heading of a part. */
export const headingOf = (part: PartName): string => `figures-${part}`;

/** Links to the parts, on windows that are so narrow that the page is long. Closed, it takes one line. */
export function JumpList() {
  const { words } = useFigures();
  const titles = { ...words.groups, save: words.save.heading };
  return (
    <nav class={css['jump']} aria-label={words.jump}>
      <details>
        <summary>{words.jump}</summary>
        <ul>
          {PARTS.map((part) => (
            <li key={part}>
              <a
                href={`#${headingOf(part)}`}
                onClick={(event) => {
                  // The hash of the address names the section of the admin's page.
                  event.preventDefault();
                  document.getElementById(headingOf(part))?.focus();
                }}
              >
                {titles[part]}
              </a>
            </li>
          ))}
        </ul>
      </details>
    </nav>
  );
}
