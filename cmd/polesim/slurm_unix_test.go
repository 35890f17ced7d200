//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// slurmCommands are a Slurm that runs the tasks of an array one after the other as it is submitted, and remembers how they
// ended.
var slurmCommands = map[string]string{
	"sbatch": `#!/bin/sh
list=${2#--array=}
: >"$SLURM_FAKE/fates"
for part in $(echo "$list" | tr , ' '); do
	for k in $(seq "${part%-*}" "${part#*-}"); do
		SLURM_JOB_ID=7 SLURM_ARRAY_TASK_ID=$k SLURM_CPUS_PER_TASK=1 sh "$3" >"$SLURM_FAKE/log.$k" 2>&1
		code=$?
		state=COMPLETED
		[ $code = 0 ] || state=FAILED
		echo "ArrayTaskId=$k JobState=$state ExitCode=$code:0" >>"$SLURM_FAKE/fates"
	done
done
echo "$list" >>"$SLURM_FAKE/submitted"
echo 7
`,
	"squeue": "#!/bin/sh\n",
	"scontrol": `#!/bin/sh
case "$*" in
"show config") echo "MaxArraySize = 1001" ;;
*) cat "$SLURM_FAKE/fates" ;;
esac
`,
}

// fakeSlurm puts those commands into a folder, which is to stand in PATH and in SLURM_FAKE.
func fakeSlurm(t *testing.T, dir string) (bin string) {
	t.Helper()
	bin = filepath.Join(dir, "slurm")
	if err := os.MkdirAll(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range slurmCommands {
		if err := os.WriteFile(filepath.Join(bin, name), []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return bin
}

// onSlurm runs the program where those commands are.
func onSlurm(t *testing.T, dir string, args ...string) said {
	t.Helper()
	bin := fakeSlurm(t, dir)
	cmd := exec.Command(binary, args...)
	cmd.Env = append(os.Environ(), "PATH="+bin+":"+os.Getenv("PATH"), "SLURM_FAKE="+bin)
	return ended(t, cmd, dir)
}

func TestAStudyOnSlurmGivesTheBytesOfOneMachine(t *testing.T) {
	t.Parallel()
	dir := designed(t, smallDesign)
	polesim(t, dir, "study", "run", "d.toml", "--out", "local").exits(exitDone)
	onSlurm(t, dir, "study", "run", "d.toml", "--out", "s", "--runner", "slurm", "--tasks", "4").exits(exitDone).says("15 runs planned: 15 done")
	sameStudy(t, dir, "s", "local")
}

// What --time-limit, --fail and --retry say reaches the tasks, whichever runner starts them.
func TestTimeLimitsFailuresAndRetriesReachTheTasks(t *testing.T) {
	t.Parallel()
	dir := designed(t, smallDesign)
	polesim(t, dir, "study", "run", "d.toml", "--out", "local").exits(exitDone)
	for _, runner := range []string{"local", "slurm"} {
		out := "by-" + runner
		run := []string{"study", "run", "d.toml", "--out", out, "--runner", runner}
		if runner == "slurm" {
			run = append(run, "--tasks", "3")
		}
		with := func(flags ...string) said { return onSlurm(t, dir, append(run[:len(run):len(run)], flags...)...) }
		with("--time-limit", "1e-9", "--fail", "fast").exits(exitFailed).complains("stopped at the first run that failed")
		with("--time-limit", "1e-9", "--fail", "none").exits(exitDone).says("15 timed out")
		with("--time-limit", "1e-9", "--retry").exits(exitFailed).complains("15 of 15 runs failed")
		with().exits(exitFailed)
		with("--retry").exits(exitDone).says("15 done")
		sameStudy(t, dir, out, "local")
	}
	if got := strings.Fields(read(t, dir, "slurm/submitted")); strings.Join(got, " ") != "1-3 1-3 1-3 1-3" {
		t.Errorf("submitted the tasks %q", got)
	}
}
