// Package experiments does things with many runs: it compares scenarios on common random numbers, sums up what came
// out, keeps it in a folder and draws it. It knows outcomes by name; how a hospital behaves is the model's business, and
// what the user typed is the command line's.
//
// By task:
//
//   - run scenarios together, replication by replication: [Plan], [Plan.Run]
//   - sum up while they run, in constant memory: [Summary], [Courses], [Details]
//   - keep them in a result folder: [Record]; run one again: [Replay]
//   - find the designs of studies that ship: [Designs], [FindDesign]
//   - show them: [Summary.WriteTable], [Summary.Report], [DrawFigures]; say what an outcome is: [OutcomesOf]
//
// Studies over many points have packages of their own: design (what is planned), sampling (where the points are), study
// (running and keeping), slurm (on a cluster), sensitivity (what the points show), report (tables and figures of it), crate
// (the folder described for archives).
package experiments
