package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"polesim/experiments/design"
	"polesim/experiments/slurm"
	"polesim/experiments/study"
)

// exitRequeue is the exit code of a task that was told to stop and kept its runs: Slurm's RequeueExit=75 starts it again.
const exitRequeue = 75

// errRequeue ends a shard under Slurm that was told to stop.
var errRequeue = errors.New("to be started again")

// runOnSlurm runs what is missing of a study as a job array, and merges it.
func runOnSlurm(cmd *cobra.Command, s *study.Study, d *design.Design, f *studyFlags) error {
	folder, err := filepath.Abs(s.Dir())
	if err != nil {
		return err
	}
	program, warning, err := slurm.Executable(folder)
	if err != nil {
		return err
	}
	if warning != "" {
		tell(cmd)(warning)
	}
	perRun, err := s.Measure(cmd.Context(), design.Subject(d), f.limit(d))
	if err != nil {
		return err
	}
	settings := slurm.Settings{
		Folder: folder, Program: program, Runs: s.Manifest.Runs(), SecondsPerRun: max(perRun.Seconds(), 1e-6),
		Workers: f.workers, Tasks: f.tasks, Sbatch: f.sbatch,
		TimeLimit: f.ownLimit(), Retry: f.retry, FailFast: f.fail.value == "fast",
	}
	if f.dryRun {
		script, err := slurm.Script(settings)
		if errors.Is(err, slurm.ErrSettings) {
			return usageError{err}
		}
		if err == nil {
			_, err = fmt.Fprint(cmd.OutOrStdout(), script)
		}
		return err
	}
	err = slurm.Run(cmd.Context(), settings, slurm.System{}, onDisk{s}, tell(cmd))
	switch {
	case errors.Is(err, slurm.ErrSettings):
		return usageError{err}
	case errors.Is(err, slurm.ErrLeft):
		return fmt.Errorf("%w: %w", errInterrupted, err)
	case err != nil:
		return err
	}
	return f.conclude(cmd, s, d, study.Ran{})
}

// onDisk is a study as its folder shows it.
type onDisk struct{ *study.Study }

// Missing returns which of so many shards are not whole.
func (o onDisk) Missing(shards int) (missing []int, err error) {
	st, err := o.Status()
	if err != nil {
		return nil, err
	}
	for k := 1; k <= shards; k++ {
		span := o.Manifest.Span(study.Shard{K: k, N: shards})
		if slices.ContainsFunc(st.Gaps, span.Meets) {
			missing = append(missing, k)
		}
	}
	return missing, nil
}

// Failed returns which of so many shards have runs on record that failed.
func (o onDisk) Failed(shards int) (in []int, err error) {
	k := 1
	for run, err := range o.Failures() {
		if err != nil {
			return nil, err
		}
		number := run.Point*o.Manifest.Replications.Most + run.Replication
		for number >= o.Manifest.Span(study.Shard{K: k, N: shards}).End {
			k++
		}
		if len(in) == 0 || in[len(in)-1] != k {
			in = append(in, k)
		}
	}
	return in, nil
}

// Done returns how many runs are whole, and how many of these failed.
func (o onDisk) Done() (runs, failed int, err error) {
	st, err := o.Status()
	return st.Planned - st.Missing, st.Failed + st.TimedOut, err
}
