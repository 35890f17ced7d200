package slurm

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A cluster is a Slurm made up for tests, and the study that its tasks work on. Its time is that of the test's bubble.
type cluster struct {
	t        *testing.T
	size     int                                 // MaxArraySize
	goes     func(shard, attempt int) going      // how a task goes; nil: well
	down     func(since time.Duration) bool      // whether the controller is away; nil: never
	refuses  error                               // what sbatch fails with
	forgets  bool                                // the controller knows no array that has ended
	start    time.Time                           // of the test
	arrays   []*array                            // submitted
	calls    []string                            // of commands, in order
	said     []string                            // by Run
	attempts map[int]int                         // of a shard
	asked    func(ctx context.Context, c string) // called before each command
}

// A going is how a task goes: how long it waits and runs, how it ends, and whether its shard is whole then.
type going struct {
	lasts time.Duration
	state string
	code  string        // as scontrol tells it
	whole bool          // and in the study folder
	fails bool          // one of its runs, which is on record then
	late  time.Duration // after its end, until the study folder shows it
	held  bool          // never runs
	ghost bool          // the controller misses its end
}

var well = going{lasts: 5 * time.Minute, state: "COMPLETED", code: "0:0", whole: true}

type array struct {
	id    int
	tasks map[int]going
	at    time.Time // submitted
	gone  map[int]bool
}

func newCluster(t *testing.T) *cluster {
	return &cluster{t: t, size: 1001, start: time.Now(), attempts: map[int]int{}}
}

var errAway = errors.New("slurm_load_jobs error: Unable to contact slurm controller (connect failure)")

// Run plays Slurm's commands.
func (c *cluster) Run(ctx context.Context, name string, args ...string) (string, error) {
	call := name + " " + strings.Join(args, " ")
	c.calls = append(c.calls, call)
	if c.asked != nil {
		c.asked(ctx, name)
	}
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if c.down != nil && c.down(time.Since(c.start)) {
		return "", errAway
	}
	switch {
	case name == "sbatch":
		return c.sbatch(args)
	case name == "squeue":
		return c.squeue(args)
	case name == "scancel":
		id, tasks, some := strings.Cut(args[0], "_")
		a := c.array(id)
		for k, g := range a.tasks {
			if !g.held && !g.ghost && time.Since(a.at) >= g.lasts {
				continue // it has ended
			}
			if !some || slices.Contains(indices(c.t, strings.Trim(tasks, "[]")), k) {
				a.gone[k] = true
			}
		}
		return "", nil
	case call == "scontrol show config":
		return fmt.Sprintf("Configuration data as of now\nMaxArraySize            = %d\nMaxDBDMsgs = 20008\n", c.size), nil
	case strings.HasPrefix(call, "scontrol --oneliner show job "):
		return c.fates(args[len(args)-1])
	}
	c.t.Errorf("unexpected command: %s", call)
	return "", errors.New("no such command")
}

func (c *cluster) sbatch(args []string) (string, error) {
	if c.refuses != nil {
		return "", c.refuses
	}
	a := &array{id: 100 + len(c.arrays), tasks: map[int]going{}, at: time.Now(), gone: map[int]bool{}}
	for _, k := range indices(c.t, strings.TrimPrefix(args[1], "--array=")) {
		c.attempts[k]++
		a.tasks[k] = well
		if c.goes != nil {
			a.tasks[k] = c.goes(k, c.attempts[k])
		}
	}
	c.arrays = append(c.arrays, a)
	return fmt.Sprintf("%d\n", a.id), nil
}

func (c *cluster) array(id string) *array {
	n, _ := strconv.Atoi(id)
	if n < 100 || n-100 >= len(c.arrays) {
		return nil
	}
	return c.arrays[n-100]
}

func (c *cluster) squeue(args []string) (string, error) {
	job := args[slices.IndexFunc(args, func(s string) bool { return strings.HasPrefix(s, "--jobs=") })]
	a := c.array(strings.TrimPrefix(job, "--jobs="))
	if a == nil || c.forgets && !a.live() {
		return "", errors.New("slurm_load_jobs error: Invalid job id specified")
	}
	var b strings.Builder
	for k, g := range a.tasks {
		switch {
		case a.gone[k]:
		case g.held:
			fmt.Fprintf(&b, "%d|PENDING|launch failed requeued held\n", k)
		case g.ghost || time.Since(a.at) < g.lasts:
			fmt.Fprintf(&b, "%d|RUNNING|None\n", k)
		}
	}
	return b.String(), nil
}

func (a *array) live() bool {
	for k, g := range a.tasks {
		if !a.gone[k] && (g.held || g.ghost || time.Since(a.at) < g.lasts) {
			return true
		}
	}
	return false
}

func (c *cluster) fates(id string) (string, error) {
	a := c.array(id)
	if a == nil || c.forgets {
		return "", errors.New("slurm_load_jobs error: Invalid job id specified")
	}
	var b strings.Builder
	for k, g := range a.tasks {
		if a.gone[k] {
			g.state, g.code = "CANCELLED", "0:15"
		}
		fmt.Fprintf(&b, "JobId=%d ArrayJobId=%d ArrayTaskId=%d JobName=x JobState=%s Reason=None ExitCode=%s RunTime=0\n", a.id+k, a.id, k, g.state, g.code)
	}
	return b.String(), nil
}

// Missing are the shards that no task has made whole so far.
func (c *cluster) Missing(shards int) ([]int, error) {
	whole, _ := c.onRecord()
	var missing []int
	for k := 1; k <= shards; k++ {
		if !whole[k] {
			missing = append(missing, k)
		}
	}
	return missing, nil
}

// Failed are the shards whose last task that wrote anything left a run that failed.
func (c *cluster) Failed(shards int) ([]int, error) {
	_, failed := c.onRecord()
	var in []int
	for k := 1; k <= shards; k++ {
		if failed[k] {
			in = append(in, k)
		}
	}
	return in, nil
}

// onRecord says of shards whether they are whole, and whether a run of theirs failed.
func (c *cluster) onRecord() (whole, failed map[int]bool) {
	whole, failed = map[int]bool{}, map[int]bool{}
	for _, a := range c.arrays {
		for k, g := range a.tasks {
			if g.held || a.gone[k] && !g.ghost || time.Since(a.at) < g.lasts+g.late {
				continue
			}
			whole[k] = whole[k] || g.whole
			failed[k] = g.fails || failed[k] && !g.whole
		}
	}
	return whole, failed
}

// Done counts a run for each shard.
func (c *cluster) Done() (runs, failed int, err error) {
	missing, _ := c.Missing(4)
	in, _ := c.Failed(4)
	return 4 - len(missing), len(in), nil
}

// run runs a study on the cluster.
func (c *cluster) run(ctx context.Context, s Settings) error {
	return Run(ctx, s, c, c, func(line string) { c.said = append(c.said, line) })
}

// submitted are the arrays that were asked for, as sbatch was told.
func (c *cluster) submitted() []string {
	var arrays []string
	for _, call := range c.calls {
		if rest, is := strings.CutPrefix(call, "sbatch --parsable --array="); is {
			arrays = append(arrays, strings.Fields(rest)[0])
		}
	}
	return arrays
}

// count is how often a command was called.
func (c *cluster) count(name string) int {
	n := 0
	for _, call := range c.calls {
		if strings.HasPrefix(call, name+" ") {
			n++
		}
	}
	return n
}

// heard returns the lines that hold a text.
func (c *cluster) heard(text string) []string {
	var lines []string
	for _, line := range c.said {
		if strings.Contains(line, text) {
			lines = append(lines, line)
		}
	}
	return lines
}

// indices reads a list as sbatch does.
func indices(t interface{ Fatalf(string, ...any) }, list string) []int {
	var all []int
	for part := range strings.SplitSeq(list, ",") {
		first, last, is := strings.Cut(part, "-")
		if !is {
			last = first
		}
		a, errA := strconv.Atoi(first)
		b, errB := strconv.Atoi(last)
		if errA != nil || errB != nil || a > b {
			t.Fatalf("%q is no list of indices", list)
		}
		for k := a; k <= b; k++ {
			all = append(all, k)
		}
	}
	return all
}
