package slurm

import (
	"context"
	"errors"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
)

// What Slurm 22.05 writes; the second line of fates is of a task that was requeued, the last of one that still waits.
const (
	queueText = `4|PENDING|Resources
5|PENDING|Resources
3|RUNNING|None
1|COMPLETING|None
2|PENDING|BeginTime
`
	fatesText = `JobId=3 ArrayJobId=1 ArrayTaskId=3 JobName=polesim-a UserId=root(0) JobState=COMPLETED Reason=None Dependency=(null) ExitCode=0:0 RunTime=00:00:01
JobId=2 ArrayJobId=1 ArrayTaskId=1 JobName=polesim-a UserId=root(0) JobState=FAILED Reason=JobLaunchFailure Dependency=(null) Requeue=1 ExitCode=0:9 DerivedExitCode=0:0
JobId=5 ArrayJobId=1 ArrayTaskId=2 JobName=polesim-a UserId=root(0) JobState=FAILED Reason=NonZeroExitCode ExitCode=1:0
JobId=6 ArrayJobId=1 ArrayTaskId=7 JobName=polesim-a UserId=root(0) JobState=TIMEOUT Reason=TimeLimit ExitCode=0:15
JobId=7 ArrayJobId=1 ArrayTaskId=8 JobName=polesim-a UserId=root(0) JobState=FAILED Reason=NonZeroExitCode ExitCode=75:0
JobId=1 ArrayJobId=1 ArrayTaskId=10-20%5 JobName=polesim-a JobState=PENDING Reason=Resources ExitCode=0:0
`
)

func TestTheQueueIsCounted(t *testing.T) {
	q, err := parseQueue(queueText)
	must(t, err)
	if got, want := q.String(), "2 tasks running, 2 waiting (Resources), 1 waiting (BeginTime)"; got != want {
		t.Errorf("%q, not %q", got, want)
	}
	for _, text := range []string{"3 RUNNING None", "x|RUNNING|None", "slurm is tired"} {
		if _, err := parseQueue(text); err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("%q is read as a queue, error %v", text, err)
		}
	}
	if q, err := parseQueue("CLUSTER: north\n\n"); err != nil || !q.empty() {
		t.Errorf("an empty queue is %v, error %v", q, err)
	}
}

func TestOnlyAQueueThatIsHeldThroughoutIsStuck(t *testing.T) {
	for text, want := range map[string]bool{
		"1|PENDING|launch failed requeued held":                     true,
		"1|PENDING|launch_failed_requeued_held":                     true,
		"1|PENDING|launch failed requeued held\n2|RUNNING|None":     false,
		"1|PENDING|launch failed requeued held\n2|PENDING|Priority": false,
		"1|PENDING|JobHeldUser":                                     false, // somebody wants it so
		"1|REQUEUE_HOLD|job requeued held":                          true,
		"":                                                          false,
	} {
		q, err := parseQueue(text)
		must(t, err)
		if q.stuck() != want {
			t.Errorf("%q: stuck is %v", text, !want)
		}
	}
}

func TestTasksThatWaitInVainAreToldWithAWayOut(t *testing.T) {
	q, _ := parseQueue("1|PENDING|Resources\n2|PENDING|JobHeldUser")
	if got := q.advice("12"); !strings.Contains(got, "scontrol release 12") {
		t.Errorf("%q", got)
	}
	q, _ = parseQueue("1|PENDING|Resources")
	if got := q.advice("12"); got != "" {
		t.Errorf("%q", got)
	}
}

func TestFatesAreReadAndTold(t *testing.T) {
	fates := parseFates(fatesText)
	want := "task 1 killed by signal 9; task 2 failed with exit code 1; tasks 3,4 ended, the controller does not remember how; " +
		"task 7 timeout; task 8 stopped before its end"
	delete(fates, 3)
	if diff := cmp.Diff(want, told([]int{1, 2, 3, 4, 7, 8}, fates)); diff != "" {
		t.Error(diff)
	}
	if len(parseFates("ArrayTaskId=x JobState=\n\nnonsense")) != 0 {
		t.Error("nonsense has a fate")
	}
}

func TestOneTaskThatEndsOtherwiseGivesHope(t *testing.T) {
	missing := fate{state: "FAILED", code: 127}
	for _, of := range []struct {
		fates map[int]fate
		want  bool
	}{
		{map[int]fate{1: missing, 2: missing}, true},
		{map[int]fate{1: missing, 2: {state: "TIMEOUT"}}, false},
		{map[int]fate{1: missing}, false},
		{map[int]fate{1: {state: "FAILED", code: 1}, 2: {state: "FAILED", code: 1}}, false}, // a full disk, a node
		{nil, false},
	} {
		if _, is := hopeless([]int{1, 2}, of.fates); is != of.want {
			t.Errorf("%v: hopeless is %v", of.fates, is)
		}
	}
}

func TestTheNumberOfTheJobIsTheLastLine(t *testing.T) {
	for text, want := range map[string]job{
		"12\n": {ID: "12"}, "12;north\n": {ID: "12", Cluster: "north"}, "lua: welcome\n12": {ID: "12"},
	} {
		if got, err := parseJob(text); err != nil || got != want {
			t.Errorf("%q: %v, error %v", text, got, err)
		}
	}
	for _, text := range []string{"", "Submitted batch job 12", "12\nbye"} {
		if _, err := parseJob(text); err == nil {
			t.Errorf("%q is a job", text)
		}
	}
}

// elsewhere is a cluster whose arrays are at another one of several.
type elsewhere struct{ *cluster }

func (e elsewhere) Run(ctx context.Context, name string, args ...string) (string, error) {
	at := slices.Index(args, "--clusters=north")
	asks := name == "squeue" || name == "scancel" || name == "scontrol" && args[len(args)-1] != "config"
	if asks != (at >= 0) {
		e.t.Errorf("%s %q: at the wrong cluster", name, args)
	}
	if at >= 0 {
		args = slices.Delete(slices.Clone(args), at, at+1)
	}
	out, err := e.cluster.Run(ctx, name, args...)
	if name == "sbatch" {
		out = strings.TrimSpace(out) + ";north\n"
	}
	return out, err
}

func TestAnArrayAtAnotherClusterIsFollowedThere(t *testing.T) {
	s := four(t)
	synctest.Test(t, func(t *testing.T) {
		c := newCluster(t)
		c.goes = func(shard, attempt int) going {
			if shard == 1 && attempt == 1 {
				return going{held: true}
			}
			return well
		}
		must(t, Run(t.Context(), s, elsewhere{c}, c, func(string) {}))
		wantSubmitted(t, c, "1-4", "1")
	})
}

func TestWhatACommandComplainsOfIsInItsError(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("no shell here")
	}
	_, err := System{}.Run(t.Context(), "sh", "-c", "echo 'squeue: error:\n  Unable to contact slurm controller' >&2; exit 1")
	if err == nil || !isAway(err) || !strings.Contains(err.Error(), "sh: exit status 1: squeue: error: Unable") {
		t.Error(err)
	}
	out, err := System{}.Run(t.Context(), "sh", "-c", "echo 12; echo welcome >&2")
	if err != nil || out != "12\n" {
		t.Errorf("%q, %v", out, err)
	}
	if isAway(errors.New("sbatch: error: invalid partition specified")) {
		t.Error("a refusal is taken for an outage")
	}
}
