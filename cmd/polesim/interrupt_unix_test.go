//go:build unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"polesim/experiments/store"
)

// A process is a running program.
type process struct {
	t        *testing.T
	cmd      *exec.Cmd
	out, err bytes.Buffer
}

func start(t *testing.T, dir string, args ...string) *process {
	t.Helper()
	p := &process{t: t, cmd: exec.Command(binary, args...)}
	p.cmd.Dir, p.cmd.Stdout, p.cmd.Stderr = dir, &p.out, &p.err
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.cmd.Process.Kill() })
	return p
}

// end waits until the process ends and returns what it said.
func (p *process) end() said {
	p.t.Helper()
	p.cmd.Wait()
	return said{p.t, strings.Join(p.cmd.Args, " "), p.out.String(), p.err.String(), p.cmd.ProcessState.ExitCode()}
}

// until waits for something to come true.
func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !holds(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("waited in vain for ", what)
		}
	}
}

var endless = []string{"run", "example", "--replications", "10000000", "--months", "12", "--out", "r"}

// flushed says whether some replications of a running process are on disk.
func flushed(dir string) func() bool {
	return func() bool {
		r, err := store.Open(filepath.Join(dir, "r.partial"))
		return err == nil && r.Manifest.Runs.Count() > 0
	}
}

func TestInterruptKeepsWholeReplications(t *testing.T) {
	t.Parallel()
	for name, signal := range map[string]syscall.Signal{"SIGINT": syscall.SIGINT, "SIGTERM": syscall.SIGTERM} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			p := start(t, dir, append(slices.Clone(endless), "--details")...)
			until(t, "replications", flushed(dir))
			sent := time.Now()
			p.cmd.Process.Signal(signal)
			s := p.end().exits(exitInterrupted)
			t.Logf("ended %v after %s", time.Since(sent).Round(time.Millisecond), name)
			runs, m := rows(t, filepath.Join(dir, "r"))
			s.complains(fmt.Sprintf("interrupted: %d of 10000000 replications are whole and kept in r", len(runs)))
			s.says(fmt.Sprintf("%d replications of 12 months", len(runs)), "care effectiveness", "Results  r", "Figures")
			if m.State != "interrupted" || m.Runs.Count() != len(runs) || m.Replications != 10000000 {
				t.Errorf("%s, %v of %d, %d rows", m.State, m.Runs, m.Replications, len(runs))
			}
			for k := range len(runs) {
				if _, ok := runs[fmt.Sprintf("example/%d", k)]; !ok {
					t.Fatalf("replication %d is missing from the first %d", k, len(runs))
				}
			}
			last := strconv.Itoa(len(runs) - 1)
			polesim(t, dir, "replay", "r", "--replication", last).exits(exitDone)
			polesim(t, dir, "export", "r", "--csv").exits(exitDone)
			polesim(t, dir, small("run", "example", "--out", "r")...).refuses("r holds interrupted results", "--force")
			shorter := polesim(t, dir, "run", "example", "--replications", strconv.Itoa(len(runs)), "--months", "12", "--no-figures", "--details", "--json", "--out", "w").exits(exitDone).report()
			if shorter.Digest != m.Digest {
				t.Error("what was kept is not what as many replications give")
			}
			for _, name := range []string{"details.parquet", "details_summary.csv"} {
				if read(t, dir, "r", name) != read(t, dir, "w", name) {
					t.Errorf("%s is not what as many replications give", name)
				}
			}
		})
	}
}

func TestInterruptBeforeTheFirstReplicationLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	args := []string{"compare", "--months", "1200", "--workers", "1", "--no-figures", "--out", "r"}
	for range 8 {
		args = append(args, "ghu-pmu")
	}
	p := start(t, dir, args...)
	until(t, "the folder", func() bool { _, err := os.Stat(filepath.Join(dir, "r.partial")); return err == nil })
	p.cmd.Process.Signal(syscall.SIGINT)
	p.end().exits(exitInterrupted).complains("interrupted before the first replication was done; nothing was kept")
	if got := files(t, dir); len(got) > 0 {
		t.Errorf("left %v", got)
	}
}

func TestInterruptedJSONSaysHowMuchWasPlanned(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := start(t, dir, append(endless, "--json", "--no-figures")...)
	until(t, "replications", flushed(dir))
	p.cmd.Process.Signal(syscall.SIGINT)
	if r := p.end().exits(exitInterrupted).report(); r.Planned != 10000000 || r.Replications == 0 || r.Replications >= r.Planned {
		t.Errorf("%d of %d", r.Replications, r.Planned)
	}
}

func TestFurtherInterruptsEndAtOnceAndHarmNothing(t *testing.T) {
	t.Parallel()
	for range 5 { // should it have ended by itself before the next signal came
		dir := t.TempDir()
		p := start(t, dir, endless...) // with figures, which take a while
		until(t, "replications", flushed(dir))
		sent := time.Now()
		go func() { // on a busy machine it takes a while to take in the first
			// SIGTERM, since shells let what they start in the background ignore SIGINT for good
			for p.cmd.Process.Signal(syscall.SIGTERM) == nil {
				time.Sleep(30 * time.Millisecond)
			}
		}()
		p.end()
		t.Logf("ended %v after the first signal: %v", time.Since(sent).Round(time.Millisecond), p.cmd.ProcessState)
		if sound(t, dir) == "" {
			t.Error("replications that were on disk are gone")
		}
		if p.cmd.ProcessState.Sys().(syscall.WaitStatus).Signaled() {
			return
		}
	}
	t.Error("further signals are never heeded")
}

// sound checks that what a stopped process left can be read as far as its manifest says, and returns where it is.
func sound(t *testing.T, dir string) string {
	t.Helper()
	for _, name := range []string{"r", "r.partial"} {
		path := filepath.Join(dir, name)
		if _, err := os.Stat(filepath.Join(path, "manifest.json")); name == "r.partial" && errors.Is(err, fs.ErrNotExist) {
			continue // killed before the first manifest was whole: nothing is there, and the next run takes the place
		}
		_, err := store.Open(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		} else if err != nil {
			t.Errorf("%s: %v; it holds %v", name, err, files(t, path))
			continue
		}
		runs, m := rows(t, path)
		if len(runs) != m.Runs.Rows || name == "r" && m.State == "running" {
			t.Errorf("%s, %s: %d rows, the manifest has %d", name, m.State, len(runs), m.Runs.Rows)
		}
		return name
	}
	return ""
}

func TestKilledAtAnyMomentLeavesWhatTheManifestSays(t *testing.T) {
	t.Parallel()
	args := []string{"run", "example", "--replications", "900", "--months", "6", "--no-figures", "--out", "r"}
	begin := time.Now()
	polesim(t, t.TempDir(), args...).exits(exitDone)
	whole := time.Since(begin)
	draw := rand.New(rand.NewPCG(1, 2))
	left := make(map[string]int)
	for range 14 {
		dir := t.TempDir()
		p := start(t, dir, args...)
		time.Sleep(time.Duration(draw.Float64() * 1.1 * float64(whole)))
		p.cmd.Process.Kill()
		p.cmd.Wait()
		place := sound(t, dir)
		left[place]++
		switch again := polesim(t, dir, small("run", "example", "--out", "r")...); place {
		case "":
			again.exits(exitDone)
		case "r":
			again.refuses("r holds complete results", "--force", "--out")
		default:
			again.refuses("a stopped run left its results here: r.partial holds", "--force", "--out")
			if _, m := rows(t, filepath.Join(dir, "r.partial")); m.State == "running" {
				again.complains("remove that folder")
			} else { // all was done but the last step
				again.complains("rename it to r")
			}
		}
		polesim(t, dir, small("run", "example", "--out", "r", "--force")...).exits(exitDone)
		if _, m := rows(t, filepath.Join(dir, "r")); m.Runs.Count() != 6 {
			t.Errorf("%v after --force", m.Runs)
		}
		if _, err := os.Stat(filepath.Join(dir, "r.partial")); err == nil {
			t.Error("--force leaves the partial folder behind")
		}
	}
	t.Logf("a run takes %v; killed 14 times it left %v", whole.Round(time.Millisecond), left)
}

// A short run flushes nothing on its own before it ends: what it came to must be on disk before figures are drawn.
func TestKilledWhileFiguresAreDrawnLosesNoRow(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := start(t, dir, "compare", "example", "map/pmu", "--replications", "6", "--months", "12", "--details", "--out", "r")
	until(t, "figures", func() bool { return exists(dir, "r.partial/figures") || exists(dir, "r/figures") })
	p.cmd.Process.Kill()
	p.cmd.Wait()
	place := sound(t, dir)
	t.Logf("killed while figures were drawn it left %s: %v", place, files(t, dir))
	if runs, m := rows(t, filepath.Join(dir, place)); m.State != "complete" || len(runs) != 12 || m.Runs.Count() != 6 {
		t.Fatalf("%s holds %s results, %v, %d rows, want all 12", place, m.State, m.Runs, len(runs))
	}
	polesim(t, dir, "replay", place, "--replication", "5").exits(exitDone)
	if place == "r.partial" {
		polesim(t, dir, small("run", "example", "--out", "r")...).refuses("r.partial holds complete results", "rename it to r")
	}
	polesim(t, dir, small("run", "example", "--out", "r", "--force")...).exits(exitDone)
	if exists(dir, "r.partial") {
		t.Error("--force leaves the partial folder behind")
	}
}

// exists says whether a file or folder is there.
func exists(dir, name string) bool {
	_, err := os.Stat(filepath.Join(dir, name))
	return err == nil
}

func TestKilledWhileReplacingLosesNeitherResult(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	old := polesim(t, dir, small("run", "example", "--out", "r", "--json")...).exits(exitDone).report().Digest
	draw := rand.New(rand.NewPCG(3, 4))
	replaced := 0
	var whole time.Duration
	for seed := range 14 {
		args := []string{"run", "example", "--replications", "40", "--months", "6", "--no-figures", "--json", "--out", "r", "--force", "--seed", strconv.Itoa(100 + seed)}
		begin := time.Now()
		anew := polesim(t, t.TempDir(), args...).exits(exitDone).report().Digest
		whole = time.Since(begin)
		p := start(t, dir, args...)
		time.Sleep(time.Duration((.5 + .7*draw.Float64()) * float64(whole)))
		p.cmd.Process.Kill()
		p.cmd.Wait()
		if _, err := os.Stat(filepath.Join(dir, "r")); err != nil { // between two renames: the program says what to do
			polesim(t, dir, small("run", "example", "--out", "r")...).refuses("r.partial holds complete results", "rename it to r")
			if err := os.Rename(filepath.Join(dir, "r.partial"), filepath.Join(dir, "r")); err != nil {
				t.Fatal(err)
			}
		}
		_, is := rows(t, filepath.Join(dir, "r"))
		if is.Digest != old && is.Digest != anew {
			t.Errorf("r holds %s, neither the old results nor the new", is.Digest)
		}
		if is.Digest == anew {
			replaced++
		}
		old = is.Digest
	}
	t.Logf("a run takes %v; killed 14 times in its second half or shortly after, the old results were replaced %d times", whole.Round(time.Millisecond), replaced)
}

func TestReaderThatLeavesDoesNotHarmTheResults(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	read.Close() // as head does when it has seen enough
	cmd := exec.Command(binary, small("run", "example", "--out", "r")...)
	cmd.Dir, cmd.Stdout = dir, write
	cmd.Run()
	write.Close()
	if runs, m := rows(t, filepath.Join(dir, "r")); m.State != "complete" || len(runs) != 6 {
		t.Errorf("%s, %d rows", m.State, len(runs))
	}
	polesim(t, dir, "replay", "r", "--replication", "5").exits(exitDone)
}

func TestOutputThatCannotBeWrittenIsAFailure(t *testing.T) {
	t.Parallel()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("skipped: no /dev/full here")
	}
	defer full.Close()
	dir := t.TempDir()
	for _, args := range [][]string{small("run", "example"), small("run", "example", "--json", "--out", "j"), {"scenarios"},
		{"scenarios", "--json"}, {"explain"}, {"explain", "autonomy"}, {"validate", "example"}, {"--help"}, {"init", "a.toml"}} {
		cmd := exec.Command(binary, args...)
		var complaint bytes.Buffer
		cmd.Dir, cmd.Stdout, cmd.Stderr = dir, full, &complaint
		cmd.Run()
		said{t, strings.Join(cmd.Args, " "), "", complaint.String(), cmd.ProcessState.ExitCode()}.exits(exitFailed).complains("no space left on device")
	}
	rows(t, filepath.Join(dir, "j")) // the results are whole all the same
}

func TestUnwritableFolderIsNamed(t *testing.T) {
	t.Parallel()
	dir, err := os.MkdirTemp(filepath.Dir(binary), "locked") // where somebody else can go
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "flows.csv", transfers)
	polesim(t, dir, small("run", "example", "--out", "r")...).exits(exitDone)
	before := len(files(t, dir))
	os.Chmod(dir, 0o555)
	t.Cleanup(func() { os.Chmod(dir, 0o755) })
	for _, args := range [][]string{small("run", "example"), small("run", "example", "--out", "x/y"), {"init", "mine.toml"},
		{"import", "--flows", "flows.csv", "-o", "mine.toml"}, {"export", "r", "--csv", "--out", "text"}} {
		cmd := exec.Command(binary, args...)
		if os.Getuid() == 0 { // whom nothing is forbidden
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		}
		ended(t, cmd, dir).exits(exitFailed).complains("permission denied")
	}
	if got := files(t, dir); len(got) != before {
		t.Errorf("files %v", got)
	}
	polesim(t, dir, "run", "example", "--out", "/").exits(exitFailed).complains(`"/" cannot name a result folder`)
}
