/**
 * Every key of the live store. All carry one hash tag, so that whatever must change together can: an association's
 * live state is one slot of a cluster (rule F6), and one script is one atomic step (rule Q2).
 *
 *   seeker:<id>                    hash    session of a seeker; id = SHA-256 of its resume token
 *   ticket:<id>                    hash    live ticket
 *   lane:<language>                zset    '<ticket> <seeker> <topic|none>' who wait in a language, by score
 *   lane:<language>:<topic|none>   zset    the same, of one topic
 *   asked                          hash    ticket → until when "still waiting?" can be answered
 *   line                           hash    language → counter of changes in its line; 'last-score' → the highest score given
 *   live-of:<prefix>               set     live tickets of an address prefix, by its HMAC with the hour's key; an hour at most
 *   offer:<id>                     hash    pending offer
 *   volunteer:<staff>              hash    staff member who is connected or on duty
 *   volunteer:<staff>:conversations set    the conversations held
 *   duty                           set     staff on duty
 *   leaders                        set     those of them who lead
 *   alone-since                    string  since when just one is on duty
 *   ready:<language>               zset    volunteers who can be offered somebody, by idle time
 *   conversation:<id>              hash    active conversation
 *   log:<id>                       list    its messages; the index is the sequence number less one
 *   sent:<id>                      hash    message id → sequence number
 *   matches:<language>             list    when the last twenty matches happened
 *   tombstone:<seeker>             string  how an ended session ended
 *   feedback:<seeker>              string  as long: that the questions after it may be answered, or by which proof they were
 *   feedback-counts:<month>        hash    '<month> <question> …' → answers that are too few to be told yet; 30 days
 *   comments-pending               set     '<random id> <text>' of comments that are too few as well; 30 days
 *   comments:<batch>               set     those of a batch that was released; 30 days
 *   comments-released              list    the batches
 *   deadlines                      zset    '<kind> <id>' → when
 *   nodes                          zset    node → last beat, by its own clock
 *   epoch                          hash    which life of the store this is, since when, and until when offers are held
 *   on:<node>                      set     '<seeker|staff> <id>' connected there
 *   to:<node>                      channel events for those
 *   over                           channel sessions and conversations that are over, for every node
 *   hour-key:<hour>                string  random key of the hour, gone soon after it
 *   proof:<id>                     string  a proof of work that was used
 *   challenge:<challenge>          string  SHA-256 of a browser's secret, and what the challenge to a passkey is for
 *   tally:<name>:<of>              string  a count, for its fixed time; of a prefix: its HMAC by the hour's key
 *
 * Whatever concerns a seeker also has a TTL of `TIMES.liveKeyMs`, a last resort: deadlines end it long before.
 */
export interface Keys {
  readonly root: string;
  readonly deadlines: string;
  readonly nodes: string;
  readonly asked: string;
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
  /** BullMQ's prefix, in the same slot. */
  readonly jobs: string;
}

export function keysOf(namespace: string): Keys {
  const root = `{${namespace}}`;
  return {
    root,
    deadlines: `${root}:deadlines`,
    nodes: `${root}:nodes`,
    asked: `${root}:asked`,
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
