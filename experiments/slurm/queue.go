package slurm

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A queue is what squeue says of an array: tasks that have ended are not in it.
type queue struct {
	running []int            // tasks
	waiting map[string][]int // tasks by the reason for which they wait
}

// queueArgs ask squeue for one line for each task of a job.
func queueArgs(job string) []string {
	return []string{"--noheader", "--array", "--jobs=" + job, "--format=%K|%T|%r"}
}

// parseQueue reads those lines.
func parseQueue(text string) (queue, error) {
	q := queue{waiting: map[string][]int{}}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "CLUSTER:") { // a heading where there are several
			continue
		}
		fields := strings.SplitN(line, "|", 3)
		if len(fields) != 3 {
			return queue{}, fmt.Errorf("squeue wrote %q: expected task, state and reason", line)
		}
		index, err := strconv.Atoi(fields[0])
		if err != nil {
			return queue{}, fmt.Errorf("squeue wrote %q: expected the number of a task first", line)
		}
		switch fields[1] {
		case "PENDING", "REQUEUED", "REQUEUE_HOLD", "REQUEUE_FED", "SPECIAL_EXIT":
			q.waiting[fields[2]] = append(q.waiting[fields[2]], index)
		default: // running, configuring, completing, suspended, stopped
			q.running = append(q.running, index)
		}
	}
	return q, nil
}

// empty says whether no task of the array is in the queue.
func (q queue) empty() bool { return len(q.running) == 0 && len(q.waiting) == 0 }

// held returns the tasks that Slurm itself has put back and holds, because it could not start them or takes them for
// running already. They would wait for ever.
func (q queue) held() []int {
	var held []int
	for reason, tasks := range q.waiting {
		if strings.Contains(strings.ReplaceAll(reason, "_", " "), "requeued held") {
			held = append(held, tasks...)
		}
	}
	slices.Sort(held)
	return held
}

// stuck says whether all that is left in the queue is held.
func (q queue) stuck() bool {
	waiting := 0
	for _, tasks := range q.waiting {
		waiting += len(tasks)
	}
	return len(q.running) == 0 && waiting > 0 && len(q.held()) == waiting
}

// String says what the tasks do: "2 tasks running, 5 waiting (Resources)".
func (q queue) String() string {
	parts := []string{counted(len(q.running), "task") + " running"}
	reasons := slices.SortedFunc(maps.Keys(q.waiting), func(a, b string) int {
		return cmp.Or(len(q.waiting[b])-len(q.waiting[a]), strings.Compare(a, b))
	})
	for _, reason := range reasons {
		part := fmt.Sprintf("%d waiting", len(q.waiting[reason]))
		if reason != "" && reason != "None" {
			part += " (" + reason + ")"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ", ")
}

// needsUser are reasons for waiting that time will not mend, with what the user can do.
var needsUser = map[string]string{
	"JobHeldUser":              "the array is held; let it go with scontrol release %s",
	"JobHeldAdmin":             "an administrator holds the array %s",
	"DependencyNeverSatisfied": "what the array waits for has failed; scancel %s and start again without that dependency",
	"PartitionTimeLimit":       "the partition does not allow that much time; scancel %s and pass --sbatch \"--time=…\"",
	"PartitionNodeLimit":       "the partition is too small for a task; scancel %s and choose fewer workers or another partition",
	"BadConstraints":           "no node is what the options ask for; scancel %s and change them",
	"AssociationJobLimit":      "your account may not have more jobs; the array %s goes on when others end",
}

// advice returns what the user can do for tasks that wait in vain, or "".
func (q queue) advice(job string) string {
	for _, reason := range slices.Sorted(maps.Keys(q.waiting)) {
		if text, is := needsUser[reason]; is {
			return fmt.Sprintf(text, job)
		}
	}
	return ""
}

// A fate is how a task ended, as far as the controller remembers: "", "FAILED by signal 9", "TIMEOUT".
type fate struct {
	state string
	code  int // exit code of the program
	by    int // signal that ended it
}

// stoppedEarly is the exit code of a shard that was told to stop (SIGTERM) and has kept its runs: EX_TEMPFAIL of
// sysexits.h. Clusters with RequeueExit=75 start such a task again by themselves.
const stoppedEarly = 75

// failedRun is the exit code of a shard with --fail fast in which a run failed.
const failedRun = 1

func (f fate) String() string {
	switch {
	case f.state == "":
		return "ended, the controller does not remember how"
	case f.by != 0 && f.state == "FAILED":
		return fmt.Sprintf("killed by signal %d", f.by)
	case f.state == "COMPLETED":
		return "completed, yet not all of it is in the study folder"
	case f.code == stoppedEarly:
		return "stopped before its end"
	case f.code != 0:
		return fmt.Sprintf("%s with exit code %d", strings.ToLower(strings.ReplaceAll(f.state, "_", " ")), f.code)
	}
	return strings.ToLower(strings.ReplaceAll(f.state, "_", " "))
}

// fateArgs ask scontrol for one line for each task of a job that it remembers; 5 minutes is Slurm's default.
func fateArgs(job string) []string { return []string{"--oneliner", "show", "job", job} }

var (
	fateTask  = regexp.MustCompile(`\bArrayTaskId=([0-9]+)(?:\s|$)`)
	fateState = regexp.MustCompile(`\bJobState=(\S+)`)
	fateCode  = regexp.MustCompile(`\bExitCode=([0-9]+):([0-9]+)`)
)

// parseFates reads those lines. What it does not understand it leaves out: fates are told, nothing hangs on them.
func parseFates(text string) map[int]fate {
	fates := map[int]fate{}
	for line := range strings.Lines(text) {
		task, state := fateTask.FindStringSubmatch(line), fateState.FindStringSubmatch(line)
		if task == nil || state == nil {
			continue
		}
		f := fate{state: state[1]}
		if code := fateCode.FindStringSubmatch(line); code != nil {
			f.code, _ = strconv.Atoi(code[1])
			f.by, _ = strconv.Atoi(code[2])
		}
		index, _ := strconv.Atoi(task[1])
		fates[index] = f
	}
	return fates
}

// told groups tasks by how they ended: "task 3 killed by signal 9; tasks 7,9 timeout".
func told(tasks []int, fates map[int]fate) string {
	by := map[string][]int{}
	for _, task := range tasks {
		by[fates[task].String()] = append(by[fates[task].String()], task)
	}
	var parts []string
	for _, how := range slices.SortedFunc(maps.Keys(by), func(a, b string) int { return by[a][0] - by[b][0] }) {
		word := "task"
		if len(by[how]) > 1 {
			word = "tasks"
		}
		parts = append(parts, fmt.Sprintf("%s %s %s", word, some(by[how]), how))
	}
	return strings.Join(parts, "; ")
}

// hopeless says whether all tasks ended in a way that trying again cannot mend: the shell found no program that it could
// run, or the program refused what it was asked.
func hopeless(tasks []int, fates map[int]fate) (reason string, is bool) {
	var first fate
	for k, task := range tasks {
		f := fates[task]
		if f.state != "FAILED" || k > 0 && f != first {
			return "", false
		}
		first = f
	}
	switch first.code {
	case 126, 127:
		return "the nodes cannot run the program: it must be on a file system that they share, under the same path", true
	case 2:
		return "the program refuses its command line or the design", true
	}
	return "", false
}
