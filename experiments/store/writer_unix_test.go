//go:build unix

package store

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// runRole is a process that the tests kill or starve: it writes STORE_TEST_REPLICATIONS replications to
// STORE_TEST_DIR, flushing each STORE_TEST_EVERY, and says so on standard output. STORE_TEST_STEP is the disk step
// before which it kills itself.
func runRole(role string) int {
	number := func(name string) int {
		n, _ := strconv.Atoi(os.Getenv(name))
		return n
	}
	if role == "limited" { // no file beyond so many bytes, as on a full disk
		signal.Ignore(syscall.SIGXFSZ)
		limit := uint64(number("STORE_TEST_LIMIT"))
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
			fmt.Println("cannot limit:", err)
			return 3
		}
	}
	step, last := 0, number("STORE_TEST_STEP")
	atStep = func() {
		if step++; step == last {
			syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {}
		}
	}
	err := writeRole(os.Getenv("STORE_TEST_DIR"), number("STORE_TEST_REPLICATIONS"), number("STORE_TEST_EVERY"))
	fmt.Println("steps", step)
	if err != nil {
		fmt.Println("error", err)
		if errors.Is(err, syscall.EFBIG) {
			return 4
		}
		return 1
	}
	return 0
}

func writeRole(dir string, replications, every int) error {
	f, err := Create(dir, os.Getenv("STORE_TEST_FORCE") != "", testManifest(replications), testRunColumns, testSeriesColumns)
	if err != nil {
		return err
	}
	defer f.Close()
	fmt.Println("flushed 0")
	for r := range replications {
		if err := errors.Join(f.AddSeries(r, testMonths(r)), f.AddDetails(r, testDetails(r)), f.Add(r, testRuns(r))); err != nil {
			return err
		}
		if (r+1)%every == 0 {
			if err := f.Flush(); err != nil {
				return err
			}
			fmt.Println("flushed", r+1)
		}
	}
	return f.Finish(StateComplete, testSeries())
}

func writer(role, dir string, env ...string) *exec.Cmd {
	self, err := os.Executable()
	if err != nil {
		panic(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), append([]string{"STORE_TEST_ROLE=" + role, "STORE_TEST_DIR=" + dir}, env...)...)
	return cmd
}

// lastFlushed returns the number of replications the writer said were on disk, or -1 if it had not begun.
func lastFlushed(output []byte) int {
	n := -1
	lines := bufio.NewScanner(bytes.NewReader(output))
	for lines.Scan() {
		if rest, ok := strings.CutPrefix(lines.Text(), "flushed "); ok {
			n, _ = strconv.Atoi(rest)
		}
	}
	return n
}

// checkAfterKill fails unless the folder is whole, or partial with a manifest that lists exactly what can be read and
// no less than what the writer was told to be on disk. It returns how many replications those are.
func checkAfterKill(t *testing.T, dir string, told, planned int) int {
	t.Helper()
	if _, err := os.Stat(dir); err == nil {
		r := open(t, dir)
		if r.Manifest.State != StateComplete || r.Manifest.Runs.Count() != planned {
			t.Fatalf("the folder has its name, but is %s, %s", r.Manifest.State, r.Manifest.Runs)
		}
		checkRows(t, r, true)
		return planned
	}
	r, err := Open(dir + partialSuffix)
	if err != nil {
		if told >= 0 {
			t.Fatalf("%d replications were said to be on disk: %v", told, err)
		}
		return 0
	}
	checkRows(t, r, true)
	n := r.Manifest.Runs.Count()
	if n < told {
		t.Fatalf("%d replications were said to be on disk, the manifest lists %d", told, n)
	}
	_, err = Create(dir, false, testManifest(planned), testRunColumns, testSeriesColumns)
	wantError(t, err, ErrUnfinished, r.Manifest.Runs.String())
	return n
}

func TestKilledAtAnyStepTheManifestListsExactlyWhatIsWhole(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	reference := readAll(t, finished(t, 6), runsName)
	plan := []string{"STORE_TEST_REPLICATIONS=6", "STORE_TEST_EVERY=2"}
	counts := map[int]int{}
	for step := 1; ; step++ {
		dir := filepath.Join(t.TempDir(), "a")
		output, err := writer("writer", dir, append(plan, fmt.Sprint("STORE_TEST_STEP=", step))...).Output()
		if err == nil {
			t.Logf("%d steps; whole replications after the kill, and how often: %v", step-1, counts)
			break
		}
		if !killed(err) {
			t.Fatalf("step %d: %v: %s", step, err, output)
		}
		counts[checkAfterKill(t, dir, lastFlushed(output), 6)]++
		if step%5 == 0 { // whatever was left, --force starts over and ends with the same bytes
			f := create(t, dir, true, 6)
			add(t, f, 0, 6, false)
			must(t, f.Finish(StateComplete, nil))
			if !bytes.Equal(readAll(t, dir, runsName), reference) {
				t.Fatalf("step %d: other bytes after starting over", step)
			}
		}
	}
	for _, n := range []int{0, 2, 4, 6} {
		if counts[n] == 0 {
			t.Errorf("no kill left %d replications", n)
		}
	}
}

func TestKilledWhileReplacingOneOfTheTwoFoldersIsWhole(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	plan := []string{"STORE_TEST_REPLICATIONS=2", "STORE_TEST_EVERY=2", "STORE_TEST_FORCE=1"}
	for step := 1; ; step++ {
		dir := finished(t, 5)
		output, err := writer("writer", dir, append(plan, fmt.Sprint("STORE_TEST_STEP=", step))...).Output()
		if err != nil && !killed(err) {
			t.Fatalf("step %d: %v: %s", step, err, output)
		}
		complete := 0
		for _, path := range []string{dir, dir + partialSuffix, dir + replacedSuffix} {
			r, err := Open(path)
			if err != nil || r.Manifest.State != StateComplete {
				continue
			}
			gone := errors.Join(r.Runs(func(Run) error { return nil }), r.AllSeries(func(MonthRow) error { return nil }), r.Details(func(DetailRow) error { return nil }))
			if path == dir+replacedSuffix && gone != nil {
				continue // on its way out
			}
			checkRows(t, r, true)
			complete++
		}
		if complete == 0 {
			t.Fatalf("step %d: neither the old nor the new results are whole", step)
		}
		if err == nil {
			if n := open(t, dir).Manifest.Runs.Count(); n != 2 {
				t.Errorf("not replaced: %d replications", n)
			}
			return
		}
		f := create(t, dir, true, 1) // the next one cleans up
		add(t, f, 0, 1, false)
		must(t, f.Finish(StateComplete, nil))
		if left := listing(t, filepath.Dir(dir)); len(left) != 1 {
			t.Fatalf("step %d: left behind: %q", step, left)
		}
	}
}

func TestKilledFromOutsideAtRandomMoments(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	plan := []string{"STORE_TEST_REPLICATIONS=300", "STORE_TEST_EVERY=5"}
	start := time.Now()
	must(t, writer("writer", filepath.Join(t.TempDir(), "a"), plan...).Run())
	span := time.Since(start)
	random := rand.New(rand.NewPCG(2, 7))
	for range 12 {
		dir := filepath.Join(t.TempDir(), "a")
		cmd := writer("writer", dir, plan...)
		var output bytes.Buffer
		cmd.Stdout = &output
		must(t, cmd.Start())
		time.Sleep(time.Duration(random.Float64() * float64(span)))
		cmd.Process.Kill()
		cmd.Wait()
		t.Logf("%d of 300 whole", checkAfterKill(t, dir, lastFlushed(output.Bytes()), 300))
	}
}

func killed(err error) bool {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return false
	}
	status, ok := exit.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL
}

func TestAnotherProcessIsToldThatTheFolderIsBusy(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a")
	f := create(t, dir, false, 1)
	run := func() string {
		output, _ := writer("writer", dir, "STORE_TEST_REPLICATIONS=1", "STORE_TEST_EVERY=1", "STORE_TEST_FORCE=1").Output()
		return string(output)
	}
	if got := run(); !strings.Contains(got, ErrBusy.Error()) {
		t.Error(got)
	}
	must(t, f.Close())
	if got := run(); strings.Contains(got, "error") {
		t.Error(got)
	}
}

func TestFileThatCannotGrowLeavesWhatIsWhole(t *testing.T) {
	plan := []string{"STORE_TEST_REPLICATIONS=400", "STORE_TEST_EVERY=20"}
	reached := map[int]bool{}
	for _, limit := range []int{100, 4000, 6000, 12000, 20000} { // bytes: no manifest, no part, no merged file …
		dir := filepath.Join(t.TempDir(), "a")
		output, err := writer("limited", dir, append(plan, fmt.Sprint("STORE_TEST_LIMIT=", limit))...).Output()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != 4 {
			t.Fatalf("limit %d: %v: %s", limit, err, output)
		}
		n := checkAfterKill(t, dir, lastFlushed(output), 400)
		reached[n] = true
		t.Logf("limit %d: %d whole; %s", limit, n, output[bytes.LastIndexByte(bytes.TrimSpace(output), '\n')+1:])
		must(t, filepath.WalkDir(filepath.Dir(dir), func(path string, _ os.DirEntry, err error) error {
			if strings.HasSuffix(path, ".tmp") {
				t.Errorf("%s is left", path)
			}
			return err
		}))
	}
	if !reached[0] || !reached[400] {
		t.Errorf("the limits met too few cases: %v", reached)
	}
}
