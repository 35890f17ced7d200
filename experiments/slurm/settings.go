package slurm

import (
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"time"
)

// Settings say what to run as a job array, and how. Fields that are 0 take the value that is told with them.
type Settings struct {
	Folder        string        // of the study: an absolute path that the nodes know too
	Program       string        // polesim: an absolute path that the nodes know too
	Runs          int           // that the study plans
	SecondsPerRun float64       // of one run on one core, s; measured by running a few
	Workers       int           // cores of a task; 1
	TaskTime      time.Duration // that a task should last; 5 minutes
	Tasks         int           // of the array; as many as TaskTime asks for
	MaxTasks      int           // that TaskTime may ask for; 1,000, or fewer where the cluster allows fewer
	TimeLimit     time.Duration // of a run; that of the design if 0
	Retry         bool          // tasks run again what failed or took too long, each once
	FailFast      bool          // the array ends at the first run that fails, with ErrFast
	Sbatch        []string      // options of sbatch that are passed through, as "--partition=long"
	Resubmissions int           // how often what was lost is submitted again; 3, and never if negative
	Poll          time.Duration // between two looks at the queue, at first less; 10 seconds
	Patience      time.Duration // without contact to the controller, until Run gives up; 1 hour
}

// Errors a caller may decide on, with errors.Is.
var (
	ErrSettings = errors.New("a job array cannot be made of this")                   // Script and Run
	ErrLeft     = errors.New("no longer following the job array, which goes on")     // Run: its context has ended
	ErrContact  = errors.New("no contact to the Slurm controller")                   // Run: for longer than Settings.Patience
	ErrUndone   = errors.New("the study is not whole, and submitting it anew ended") // Run: tasks keep failing
	ErrFast     = errors.New("stopped at the first run that failed")                 // Run with FailFast
)

// withDefaults returns the settings with what was left open filled in.
func (s Settings) withDefaults() Settings {
	fill(&s.Workers, 1)
	fill(&s.TaskTime, 5*time.Minute)
	fill(&s.MaxTasks, 1000) // Slurm's own default allows 1,000 tasks of an array
	fill(&s.Resubmissions, 3)
	fill(&s.Poll, 10*time.Second)
	fill(&s.Patience, time.Hour)
	return s
}

func fill[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// check returns what is wrong with the settings, all of it.
func (s Settings) check() error {
	var problems []string
	wrong := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	for _, path := range []struct{ what, name string }{{"the study folder", s.Folder}, {"the program", s.Program}} {
		if !filepath.IsAbs(path.name) {
			wrong("%s %q: expected an absolute path, since tasks start elsewhere", path.what, path.name)
		}
		if strings.ContainsAny(path.name, "\n\r\"\\\x00") {
			wrong("%s %q: a path with a line break, a double quote or a backslash cannot be written into a batch script", path.what, path.name)
		}
	}
	if s.Runs < 1 {
		wrong("%d runs: expected at least 1", s.Runs)
	}
	if !(s.SecondsPerRun > 0) || math.IsInf(s.SecondsPerRun, 0) {
		wrong("%g seconds per run: expected a time that was measured", s.SecondsPerRun)
	}
	for _, n := range []struct {
		what  string
		value float64
	}{
		{"workers", float64(s.Workers)}, {"time of a task", s.TaskTime.Seconds()}, {"tasks", float64(s.Tasks)},
		{"time limit", s.TimeLimit.Seconds()}, {"most tasks", float64(s.MaxTasks)}, {"time between looks", s.Poll.Seconds()}, {"patience", s.Patience.Seconds()},
	} {
		if n.value < 0 {
			wrong("%s %g: expected more than 0", n.what, n.value)
		}
	}
	for _, option := range s.Sbatch {
		if err := checkOption(option); err != nil {
			wrong("%v", err)
		}
	}
	if len(problems) == 0 {
		return nil
	}
	return fmt.Errorf("%w: %s", ErrSettings, strings.Join(problems, "; "))
}

// Count returns how many tasks the array has: as many as let each last Settings.TaskTime, at least 1, never more than
// there are runs or than MaxTasks. A task costs the cluster a quarter of a second or more, whatever it does.
func (s Settings) Count() int {
	s = s.withDefaults()
	if s.Tasks > 0 {
		return s.Tasks
	}
	wanted := math.Ceil(s.coreSeconds() / (s.TaskTime.Seconds() * float64(s.Workers)))
	most := float64(min(s.Runs, s.MaxTasks))
	return int(max(1, min(wanted, most)))
}

// coreSeconds are those of the whole study, s.
func (s Settings) coreSeconds() float64 { return float64(s.Runs) * s.SecondsPerRun }

// expected is how long one of so many tasks lasts.
func (s Settings) expected(tasks int) time.Duration {
	seconds := s.coreSeconds() / float64(tasks) / float64(s.Workers)
	return time.Duration(min(seconds, 1e9) * float64(time.Second)) // 30 years are long enough
}

// limit is the time that a task asks of Slurm, in whole minutes: thrice what it should take, for nodes that are slower
// than the machine on which the rate was measured, and 10 minutes more.
func (s Settings) limit(tasks int) int {
	return int(math.Ceil((3 * s.expected(tasks)).Minutes())) + 10
}
