package slurm

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestTheScriptIsSmallAndWhole(t *testing.T) {
	got, err := Script(Settings{
		Folder: "/scratch/lea/50% autonomie", Program: "/home/lea/l'outil/polesim",
		Runs: 120_000, SecondsPerRun: 0.5, Workers: 4,
		Sbatch: []string{"--partition=long", `--comment="pôles, 2nd" --mail-type=END`},
	})
	must(t, err)
	want := `#!/bin/sh
# A study of polesim as 50 tasks.
# Written by polesim study run --runner slurm, which submits it and follows it; sbatch alone will do as well.
#SBATCH --job-name=polesim-50-autonomie
#SBATCH --array=1-50
#SBATCH --cpus-per-task=4
#SBATCH --time=25
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --signal=B:TERM@60
#SBATCH --output="/scratch/lea/50%% autonomie/logs/%A_%a.log"
#SBATCH --partition=long
#SBATCH --comment="pôles, 2nd" --mail-type=END

exec '/home/lea/l'\''outil/polesim' study run '/scratch/lea/50% autonomie' --runner shard --shard "$SLURM_ARRAY_TASK_ID/50" --workers "$SLURM_CPUS_PER_TASK"
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the script differs (-want +got):\n%s", diff)
	}
}

// TestTheShellRunsWhatTheScriptMeans runs the script with a program that writes down its arguments.
func TestTheShellRunsWhatTheScriptMeans(t *testing.T) {
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell here")
	}
	dir := filepath.Join(t.TempDir(), "l'étude $HOME; `no`")
	must(t, os.Mkdir(dir, 0o755))
	program := filepath.Join(dir, "polesim")
	must(t, os.WriteFile(program, []byte("#!/bin/sh\nprintf '%s\\n' \"$@\"\nexit 75\n"), 0o755))
	script, err := Script(Settings{Folder: dir, Program: program, Runs: 10, SecondsPerRun: 60, TimeLimit: 2500 * time.Millisecond, Retry: true, FailFast: true})
	must(t, err)
	path := filepath.Join(dir, "array.sh")
	must(t, os.WriteFile(path, []byte(script), 0o755))
	cmd := exec.Command(shell, path)
	cmd.Env = append(os.Environ(), "SLURM_ARRAY_TASK_ID=2", "SLURM_CPUS_PER_TASK=1")
	out, err := cmd.Output()
	if e, ok := errors.AsType[*exec.ExitError](err); !ok || e.ExitCode() != 75 {
		t.Errorf("the exit code of the program is not that of the task: %v", err)
	}
	want := []string{"study", "run", dir, "--runner", "shard", "--shard", "2/2", "--workers", "1", "--time-limit", "2.5", "--retry", "--fail", "fast"}
	if got := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n"); !slices.Equal(got, want) {
		t.Errorf("ran with %q, not %q", got, want)
	}
}

func TestATimeThatTheUserGivesIsTheOnlyOne(t *testing.T) {
	plain, err := Script(Settings{Folder: "/a", Program: "/b", Runs: 1, SecondsPerRun: 1})
	if err != nil || !strings.Contains(plain, "--time=11\n") {
		t.Fatalf("error %v\n%s", err, plain)
	}
	for _, option := range []string{"--time=4:00:00", "--time 30", "-t 30", "-t30", "--qos=x --time=3"} {
		s := Settings{Folder: "/a", Program: "/b", Runs: 1, SecondsPerRun: 1, Sbatch: []string{option}}
		script, err := Script(s)
		must(t, err)
		if strings.Contains(script, "--time=11\n") { // what polesim would ask for
			t.Errorf("%s:\n%s", option, script)
		}
	}
}

func TestATaskLastsWhatItShould(t *testing.T) {
	for _, of := range []struct {
		s    Settings
		want int
	}{
		{Settings{Runs: 1000, SecondsPerRun: 0.3}, 1},                                                // five minutes
		{Settings{Runs: 1000, SecondsPerRun: 0.3001}, 2},                                             // a little more
		{Settings{Runs: 1000, SecondsPerRun: 3}, 10},                                                 //
		{Settings{Runs: 1000, SecondsPerRun: 3, Workers: 5}, 2},                                      //
		{Settings{Runs: 1000, SecondsPerRun: 3, TaskTime: 10 * time.Minute}, 5},                      //
		{Settings{Runs: 3, SecondsPerRun: 10_000}, 3},                                                // a task has a run at least
		{Settings{Runs: 6_000_000, SecondsPerRun: 10}, 1000},                                         // bounded
		{Settings{Runs: 6_000_000, SecondsPerRun: 10, MaxTasks: 5000}, 5000},                         //
		{Settings{Runs: 6_000_000, SecondsPerRun: 10, MaxTasks: 5000, Tasks: 7}, 7},                  // the user knows best
		{Settings{Runs: 1, SecondsPerRun: 1e-9}, 1},                                                  //
		{Settings{Runs: 1 << 60, SecondsPerRun: 1e300, MaxTasks: 1000, TaskTime: time.Second}, 1000}, // no overflow
	} {
		if got := of.s.Count(); got != of.want {
			t.Errorf("%+v: %d tasks, not %d", of.s, got, of.want)
		}
	}
}

func TestATaskHasTimeToSpare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Settings{
			Folder: "/a", Program: "/b",
			Runs:          rapid.IntRange(1, 10_000_000).Draw(t, "runs"),
			SecondsPerRun: rapid.Float64Range(1e-4, 1e3).Draw(t, "seconds"),
			Workers:       rapid.IntRange(1, 128).Draw(t, "workers"),
		}.withDefaults()
		n := s.Count()
		if limit := time.Duration(s.limit(n)) * time.Minute; limit < 2*s.expected(n)+5*time.Minute {
			t.Errorf("a task of %s gets %s", s.expected(n), limit)
		}
	})
}

func TestOptionsOnWhichFollowingRestsAreRefusedByName(t *testing.T) {
	for option, names := range map[string]string{
		"--array=1-3": "--array", "--arr 1-3": "--array", "-a 1-3": "--array", "-a1-3": "--array",
		"-o x.log": "--output", "--output=x": "--output", "--cpus-per-task=4": "--workers", "-c4": "--workers",
		"--ntasks=2": "--ntasks", "-n 2": "--ntasks", "--wrap=ls": "--wrap", "--wait": "--wait", "-W": "--wait",
		"--parsable": "--parsable", "--test-only": "--dry-run",
		"--partition=long --array=3": "--array",
		"--partition=long\n--qos=x":  "one line",
		"partition=long":             "--partition=long", "": "--partition=long", "long --array": "--partition=long",
	} {
		_, err := Script(Settings{Folder: "/a", Program: "/b", Runs: 1, SecondsPerRun: 1, Sbatch: []string{option}})
		if !errors.Is(err, ErrSettings) || !strings.Contains(err.Error(), names) {
			t.Errorf("--sbatch %q: error %v, which should name %s", option, err, names)
		}
	}
}

func TestAllOtherOptionsPassThrough(t *testing.T) {
	for _, option := range []string{
		"--partition=long", "-p long", "--time=1-00:00:00", "--mem-per-cpu=2G", "--exclude=n[1-3]", "--no-requeue",
		"--mail-user=x@y", "--nodes=1", "-N1", "--ntasks-per-node=1", "--export=NONE", "--wait-all-nodes=1",
		"--comment='-a of --array'", `--comment "--wrap"`, "--signal=B:TERM@300", "--error=/dev/null", "-A grant42",
	} {
		script, err := Script(Settings{Folder: "/a", Program: "/b", Runs: 1, SecondsPerRun: 1, Sbatch: []string{option}})
		if err != nil || !strings.Contains(script, "\n#SBATCH "+option+"\n") {
			t.Errorf("--sbatch %q: error %v\n%s", option, err, script)
		}
	}
}

func TestAllThatIsWrongWithSettingsIsSaidAtOnce(t *testing.T) {
	_, err := Script(Settings{Folder: "a", Program: "/b\"c", Workers: -1, Sbatch: []string{"-a 3"}})
	if !errors.Is(err, ErrSettings) {
		t.Fatal(err)
	}
	for _, text := range []string{`"a"`, "absolute path", "double quote", "0 runs", "0 seconds per run", "workers -1", "--array"} {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("%q is not said: %v", text, err)
		}
	}
}

func TestIndicesAreWrittenShortAndReadBack(t *testing.T) {
	for want, indices := range map[string][]int{"3,7,9-12": {12, 3, 9, 7, 10, 11, 9}, "1,2": {1, 2}, "1-3": {1, 2, 3}, "5": {5}, "": nil} {
		if got := compressed(indices); got != want {
			t.Errorf("%v: %q, not %q", indices, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		set := rapid.SliceOfNDistinct(rapid.IntRange(1, 60), 1, 40, rapid.ID[int]).Draw(t, "indices")
		slices.Sort(set)
		if got := indices(t, compressed(set)); !slices.Equal(got, set) {
			t.Errorf("%v became %v", set, got)
		}
	})
}

func TestAMessageNamesSomeIndicesOnly(t *testing.T) {
	var odd []int
	for k := 1; k < 999; k += 2 {
		odd = append(odd, k)
	}
	if got := some(odd); len(got) > 65 || !strings.HasPrefix(got, "1,3,5,") || !strings.HasSuffix(got, " …") {
		t.Error(got)
	}
}
