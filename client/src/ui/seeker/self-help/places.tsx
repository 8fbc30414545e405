import type { Help } from '@terskel/shared/help';
import css from '../../../styles/seeker/self-help.module.css';
import { Away } from './away.tsx';

/** Where the association's people meet, with times in the association's own words. */
export function Places(props: { readonly title: string; readonly places: Help['places'] }) {
  return (
    <div class={css['places']}>
      <h3>{props.title}</h3>
      <ul>
        {props.places.map(({ name, when, phone, link }) => (
          <li key={name + when} class={css['place']}>
            <strong dir="auto">{name}</strong>
            <span class={css['when']} dir="auto">
              {when}
            </span>
            {phone !== undefined && (
              <a href={`tel:${phone.replaceAll(' ', '')}`} dir="ltr">
                {phone}
              </a>
            )}
            {link !== undefined && <Away href={link}>{new URL(link).host}</Away>}
          </li>
        ))}
      </ul>
    </div>
  );
}
