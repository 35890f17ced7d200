// Package slurm runs a study as a job array of a Slurm cluster: it sizes the tasks, writes the batch script, submits it,
// follows it and submits again what was lost. It knows the command line "polesim study run DIR --runner shard --shard
// k/n", Slurm's own commands, and of a study that it consists of shards which are whole or not; what a run is, or a
// point, is the study's business.
//
// On the nodes it needs the program and the study folder, both under the same path as here. It asks the controller only
// (sbatch, squeue, scontrol, scancel), so that clusters without accounting will do.
//
// By task:
//
//   - say what is to be run, and how: [Settings]; how many tasks that makes: [Settings.Count]
//   - see the script: [Script]
//   - submit, follow, submit again: [Run], with [System] as the cluster
//
// What is on disk is all that counts. A task may be killed, requeued, run twice at once or be forgotten by the
// controller: the study folder says what is still to be done, and no more than that is submitted again.
package slurm
