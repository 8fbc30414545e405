/**
 * Volunteers who hold several conversations at a time. Each then takes longer. A new conversation goes to a volunteer
 * with the fewest. Approximation: at any moment they are spread evenly, although some end sooner than others.
 */

/**
 * `durations`: the mean length of a conversation while its volunteer holds 1, 2, … of them; as many as may be held at a
 * time. Returns what `Queue` needs: how many conversations end per unit of time while 1, 2, … are going on.
 */
export function completionRates(volunteers: number, durations: readonly number[]): number[] {
  const rates: number[] = [];
  for (const [more, duration] of durations.entries()) {
    const longer = (more + 1) / duration;
    const shorter = more === 0 ? 0 : more / (durations[more - 1] ?? duration);
    for (let busier = 1; busier <= volunteers; busier += 1)
      rates.push(busier * longer + (volunteers - busier) * shorter);
  }
  return rates;
}
