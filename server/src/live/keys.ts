/**
 * Every key of the live store. All keys share one hash tag, so an association's live state is in one cluster slot
 * (rule F6), and a script can change several keys in one atomic step (rule Q2).
 *
 *   seeker:<id>                    hash    session of a seeker; id = SHA-256 of its resume token
 *   ticket:<id>                    hash    live ticket
 *   lane:<language>                zset    '<ticket> <seeker> <topic|none>' of a language's waiting tickets, by score
 *   lane:<language>:<topic|none>   zset    the same for one topic
 *   asked                          hash    ticket → until when "still waiting?" can be answered (ms since the epoch)
 *   line                           hash    language → counter of queue changes; 'last-score' → highest score assigned
 *   live-of:<prefix>               set     live tickets of an address prefix (HMAC with the hour's key); at most 1 h
 *   offer:<id>                     hash    pending offer
 *   volunteer:<staff>              hash    staff member who is connected or on duty
 *   volunteer:<staff>:conversations set    ids of the conversations that they hold
 *   volunteer:<staff>:visits       set     ids of those in which they have another seat than the volunteer's
 *   volunteer:<staff>:asides       set     ids of their asides with a volunteer or a leader
 *   duty                           set     staff on duty
 *   leaders                        set     leaders on duty
 *   connected-leaders              set     leaders with a connection, on duty or not
 *   alone-since                    string  since when exactly one volunteer has been on duty
 *   ready:<language>               zset    volunteers who can get an offer, by idle time
 *   conversation:<id>              hash    active conversation, also an aside; busy: minutes of its volunteer so far
 *   calls                          zset    conversations whose volunteer calls the leaders, by time
 *   stuck                          zset    conversations that their volunteer cannot continue, by since when
 *   log:<id>                       list    its messages (see lua/lib/log.lua); the index is the sequence number less one
 *   transfer:<conversation>        hash    a seeker's agreement to a transfer, and its pending offer
 *   transfers                      zset    conversations whose transfer waits for somebody, by time of the agreement
 *   matches:<language>             list    times of the last twenty matches
 *   tombstone:<seeker>             string  how an ended session ended
 *   ends:<staff>                   hash    conversation → how a leader has ended it for this volunteer; TTL as tombstone
 *   answer-right:<seeker>        hash    state: 'open' (with the feeling told before) or 'given' (with the answer's proof);
 *                                          TTL as tombstone
 *   counts                         hash    '<figure> <hour> <value>…' → number, since the last full hour (rule T1)
 *   said                           hash    '<figure> <value>' → number of what seekers said, too few to release yet; and
 *                                          'busy minutes', 'busy ends' (see lua/lib/counts.lua)
 *   said-earlier                   hash    the same from before the last 15 days; 15 days
 *   counting                       hash    batch: id of the next batch · after: of the one before it · from: its first hour
 *                                          · lostTo: counts up to this hour may be lost, after a failover · saidSince: when `said` began
 *                                          · left <figure>: counts in `said` that are not new since cells of it were last taken (see said.lua)
 *                                          · minute: of the last count of volunteers · staff: their minutes
 *   count-batches                  hash    batch → JSON of counts that wait for the ledger; 30 days after the last one
 *   comments-pending               set     '<random id> <text>' of comments, too few to release yet; 30 days
 *   comments:<batch>               set     the same for a released batch; 30 days
 *   comments-released              list    ids of the released batches
 *   deadlines                      zset    '<kind> <id>' → due time
 *   nodes                          zset    node → last heartbeat, by the node's own clock
 *   epoch                          hash    the store's epoch: its id, when it began, until when offers are held back
 *   on:<node>                      set     '<seeker|staff> <id>' connected to the node
 *   to:<node>                      channel events for those receivers
 *   over                           channel ended sessions and conversations, for every node
 *   hour-key:<hour>                string  random key of the hour, deleted shortly after it
 *   proof:<id>                     string  a used proof of work
 *   challenge:<challenge>          string  SHA-256 of a browser's secret, and what the passkey challenge is for
 *   tally:<name>:<of>              string  a counter with a fixed window; prefixes by their HMAC with the hour's key
 *
 * All keys about seekers also have a TTL of `TIMES.liveKeyMs` as a fallback; deadlines delete them long before.
 */
export interface Keys {
  readonly root: string;
  readonly deadlines: string;
  readonly nodes: string;
  readonly asked: string;
  readonly counts: string;
  readonly countBatches: string;
  readonly duty: string;
  readonly seeker: (seeker: string) => string;
  readonly tombstone: (seeker: string) => string;
  readonly lane: (language: string) => string;
  readonly liveOf: (prefix: string) => string;
  readonly heldOn: (node: string) => string;
  readonly channelTo: (node: string) => string;
  readonly over: string;
  readonly hourKey: (hour: number) => string;
  readonly proof: (id: string) => string;
  readonly challenge: (challenge: string) => string;
  readonly tally: (name: string) => string;
  /** Key prefix of BullMQ, in the same slot. */
  readonly jobs: string;
}

export function keysOf(namespace: string): Keys {
  const root = `{${namespace}}`;
  return {
    root,
    deadlines: `${root}:deadlines`,
    nodes: `${root}:nodes`,
    asked: `${root}:asked`,
    counts: `${root}:counts`,
    countBatches: `${root}:count-batches`,
    duty: `${root}:duty`,
    seeker: (seeker) => `${root}:seeker:${seeker}`,
    tombstone: (seeker) => `${root}:tombstone:${seeker}`,
    lane: (language) => `${root}:lane:${language}`,
    liveOf: (prefix) => `${root}:live-of:${prefix}`,
    heldOn: (node) => `${root}:on:${node}`,
    channelTo: (node) => `${root}:to:${node}`,
    over: `${root}:over`,
    hourKey: (hour) => `${root}:hour-key:${hour}`,
    proof: (id) => `${root}:proof:${id}`,
    challenge: (challenge) => `${root}:challenge:${challenge}`,
    tally: (name) => `${root}:tally:${name}`,
    jobs: `${root}:jobs`,
  };
}
