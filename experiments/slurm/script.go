package slurm

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// Where a study keeps what its job arrays leave, inside its folder.
const (
	logsName   = "logs"
	scriptName = "array.sh"
)

// Script returns the batch script of the whole array, as [Run] submits it; parts of it are submitted by naming their
// tasks on sbatch's command line, which overrides the script.
//
// The shell is replaced by polesim (exec), so that Slurm's signals reach it and its exit code is the task's: with SIGTERM,
// a minute before the time is up or when the task is preempted or requeued, polesim finishes or drops the runs it is at
// and keeps the others.
func Script(s Settings) (string, error) {
	if err := s.check(); err != nil {
		return "", err
	}
	s = s.withDefaults()
	n := s.Count()
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("#!/bin/sh")
	line("# A study of polesim as %s.", counted(n, "task"))
	line("# Written by polesim study run --runner slurm, which submits it and follows it; sbatch alone will do as well.")
	line("#SBATCH --job-name=%s", jobName(s.Folder))
	line("#SBATCH --array=1-%d", n)
	line("#SBATCH --cpus-per-task=%d", s.Workers)
	if !sets(s.Sbatch, "time", "t") {
		line("#SBATCH --time=%d", s.limit(n))
	}
	line("#SBATCH --requeue")
	line("#SBATCH --open-mode=append")
	line("#SBATCH --signal=B:TERM@60")
	line(`#SBATCH --output="%s"`, filepath.Join(strings.ReplaceAll(s.Folder, "%", "%%"), logsName, "%A_%a.log"))
	for _, option := range s.Sbatch { // last, so that they override
		line("#SBATCH %s", strings.TrimSpace(option))
	}
	line("")
	line(`exec %s study run %s --runner shard --shard "$SLURM_ARRAY_TASK_ID/%d" --workers "$SLURM_CPUS_PER_TASK"%s`,
		quoted(s.Program), quoted(s.Folder), n, s.flags())
	return b.String(), nil
}

// flags are those of polesim that the tasks get besides.
func (s Settings) flags() string {
	var flags string
	if s.TimeLimit > 0 {
		flags += " --time-limit " + strconv.FormatFloat(s.TimeLimit.Seconds(), 'g', -1, 64)
	}
	if s.Retry {
		flags += " --retry"
	}
	if s.FailFast {
		flags += " --fail fast"
	}
	return flags
}

var notInName = regexp.MustCompile(`[^A-Za-z0-9_.-]+`)

// jobName is what the queue shows.
func jobName(folder string) string {
	return "polesim-" + notInName.ReplaceAllString(filepath.Base(folder), "-")
}

// quoted returns a word for the shell.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// counted writes "1 task", "2 tasks".
func counted(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}
