// Package study runs a plan of many runs and keeps what they give in a folder: started, killed, resumed, run in pieces on
// several machines and merged, it ends with the same bytes.
//
// It knows points, replications and rows of outcomes; what is run it knows as a [Subject]. It must never know a hospital,
// a parameter or what an outcome means.
//
// By task:
//
//   - begin or resume a study: [Create]; look at one: [Open]
//   - run what is missing, or a shard of it: [Study.Run]
//   - say how far it is: [Study.Status], [Study.Failures]
//   - read rows in order of run, merged or not: [Study.Rows]; merge them: [Study.Merge]
//   - say how far a shard is: [Study.ShardStatus]; write rows as text: [Study.Export]
//   - find a run by its identity, and run it again: [Study.Find], [Study.Replay]; draw some at random: [Study.Sample]
//   - know how long a run takes before many are submitted: [Study.Measure]
//
// # Runs
//
// A study has points 0 … P−1, each with up to R replications. Run i = point·R + replication leaves a row for each
// scenario, all on the same random numbers. A [Span] of runs is what is planned, kept and missing: nothing here is ever as
// long as the plan.
//
// # The folder
//
//	manifest.json      the plan; see [Manifest]. Written once, last of the files that a study begins with
//	design.toml, …     the files that Plan.Files names, for the study to be read alone
//	chunks/FIRST-END.HASH.parquet    rows of the runs FIRST … END−1
//	retries/FIRST-END.HASH.parquet   rows of some of these runs, which had failed and were run again
//	locks/             empty files by which processes keep out of each other's way
//	runs.parquet, points.parquet, dictionary.csv, dictionary.md    after a merge
//
// What is done is the union of the chunks' spans. HASH is the beginning of the SHA-256 of the file: a chunk whose bytes
// are not those written is known as damaged, set aside under another name, and its runs are run again. Chunks are written
// aside, forced to disk and renamed; none is ever changed. Where chunks overlap a run counts once: the first that is done,
// or else the first, in order of names, chunks before retries.
//
// # Guarantees
//
// The rows of a run depend on the subject, the seed, the point and the replication alone, and the merged files on the
// rows alone: not on workers, batches, shards, their order or interruptions. A time limit is the one thing that depends
// on the clock. Memory depends on the columns and the workers, not on the number of runs.
package study
