//go:build unix

package study

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"polesim/experiments/store"
)

// A child is this test binary as another process that runs a study, so that it can be killed.
const childVariable = "STUDY_TEST_CHILD"

func TestMain(m *testing.M) {
	if how := os.Getenv(childVariable); how != "" {
		os.Exit(child(how, os.Getenv("STUDY_TEST_DIR")))
	}
	os.Exit(m.Run())
}

var childSubject = &fake{points: 40, pause: 50 * time.Microsecond, trouble: sometimes}

// child begins or resumes a study, merges it and ends with 0, 75 if it was interrupted, 1 on an error.
func child(how, dir string) int {
	plan := fakePlan(40, 10)
	if how == "precision" {
		plan = precise(40, 40)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	s, err := Create(dir, plan)
	var ran Ran
	if err == nil {
		fmt.Println("begun")
		ran, err = s.Run(ctx, childSubject, quick(2))
	}
	if err == nil && !ran.Interrupted {
		_, err = s.Merge(ctx, MergeOptions{Settings: fakeSettings, Tidy: how == "tidy"})
	}
	switch {
	case err != nil:
		fmt.Println("error", err)
		return 1
	case ran.Interrupted:
		return 75
	}
	return 0
}

func childProcess(how, dir string) (*exec.Cmd, *bytes.Buffer) {
	self, err := os.Executable()
	if err != nil {
		panic(err)
	}
	cmd, out := exec.Command(self), new(bytes.Buffer)
	cmd.Env = append(os.Environ(), childVariable+"="+how, "STUDY_TEST_DIR="+dir)
	cmd.Stdout, cmd.Stderr = out, out
	return cmd, out
}

// killed tells of how a process ended.
func killed(cmd *exec.Cmd) bool {
	status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
	return ok && status.Signaled()
}

func TestKilledAtFiftyRandomMomentsItEndsWithTheSameBytes(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for how, plan := range map[string]Plan{"fixed": fakePlan(40, 10), "precision": precise(40, 40), "tidy": fakePlan(40, 10)} {
		want := undisturbed(t, plan, childSubject)
		draw := rand.New(rand.NewPCG(7, uint64(len(how))))
		cmd, out := childProcess(how, filepath.Join(t.TempDir(), "whole"))
		began := time.Now()
		if err := cmd.Run(); err != nil {
			t.Fatal(err, out)
		}
		span := time.Since(began)
		kills, dirs, enough := 0, 0, 15
		if how == "fixed" {
			enough = 50
		}
		for kills < enough {
			dir := filepath.Join(t.TempDir(), "s")
			dirs++
			for {
				cmd, out := childProcess(how, dir)
				must(t, cmd.Start())
				time.Sleep(time.Duration(draw.Float64() * float64(span)))
				cmd.Process.Kill()
				err := cmd.Wait()
				if killed(cmd) {
					kills++
					continue
				}
				if err != nil {
					t.Fatal(err, out)
				}
				break
			}
			s, err := Open(dir)
			must(t, err)
			same(t, fmt.Sprint(how, " after ", kills, " kills"), merged(t, s), want)
			err = filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
				if strings.HasSuffix(path, tmpSuffix) || strings.HasSuffix(path, damagedSuffix) {
					t.Errorf("%s is left", path)
				}
				return err
			})
			must(t, err)
		}
		t.Logf("%s: %d studies of %v killed %d times", how, dirs, span.Round(time.Millisecond), kills)
	}
}

func TestTerminatedItKeepsWhatIsWholeAndGoesOn(t *testing.T) {
	want := undisturbed(t, fakePlan(40, 10), childSubject)
	dir := filepath.Join(t.TempDir(), "s")
	interruptions := 0
	for {
		cmd, out := childProcess("fixed", dir)
		must(t, cmd.Start())
		time.Sleep(time.Duration(15+2*interruptions) * time.Millisecond)
		cmd.Process.Signal(syscall.SIGTERM)
		err := cmd.Wait()
		if err == nil {
			break
		}
		if interruptions++; killed(cmd) { // before it minded signals
			continue
		}
		if cmd.ProcessState.ExitCode() != 75 && !strings.Contains(out.String(), "context canceled") || interruptions > 500 {
			t.Fatal(err, out)
		}
	}
	t.Logf("interrupted %d times", interruptions)
	s, err := Open(dir)
	must(t, err)
	same(t, "terminated", merged(t, s), want)
}

func TestTwoProcessesOnOneStudy(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "s")
	s, err := Create(dir, fakePlan(40, 10))
	must(t, err)
	release := make(chan struct{})
	running := make(chan struct{})
	first := true
	waiting := &fake{points: 40, trouble: sometimes, count: func(int, int) {
		if first {
			first = false
			close(running)
			<-release
		}
	}}
	ended := make(chan error)
	go func() {
		_, err := s.Run(context.Background(), waiting, Options{Workers: 1})
		ended <- err
	}()
	<-running
	cmd, out := childProcess("fixed", dir)
	if err := cmd.Run(); err == nil || !strings.Contains(out.String(), store.ErrBusy.Error()) || !strings.Contains(out.String(), dir) {
		t.Error(err, out)
	}
	// Another shard may run at once, the same one may not.
	shard := Options{Shard: Shard{2, 2}}
	run(t, s, &fake{points: 40, trouble: sometimes}, shard)
	lock, err := s.lock("shard-2-of-2")
	must(t, err)
	_, err = s.Run(t.Context(), &fake{points: 40}, shard)
	wantError(t, err, store.ErrBusy, "shard 2/2")
	lock.Close()
	close(release)
	must(t, <-ended)
	same(t, "two processes", merged(t, s), undisturbed(t, fakePlan(40, 10), childSubject))
}

func TestManyProcessesMayBeginTheSameStudyAtOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "s")
	errs := make(chan error)
	for k := range 8 {
		go func() {
			s, err := Create(dir, fakePlan(12, 5))
			if err == nil {
				_, err = s.Run(context.Background(), &fake{points: 12}, Options{Shard: Shard{k + 1, 8}})
			}
			errs <- err
		}()
	}
	for range 8 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	s, err := Open(dir)
	must(t, err)
	same(t, "eight shards", merged(t, s), undisturbed(t, fakePlan(12, 5), &fake{points: 12}))
}

func TestFullDiskKeepsWhatIsWholeAndGoesOnOnceThereIsRoom(t *testing.T) {
	mount := t.TempDir()
	if err := syscall.Mount("tmpfs", mount, "tmpfs", 0, "size=200k"); err != nil {
		t.Skipf("no small disk to fill: mounting a tmpfs: %v", err)
	}
	defer syscall.Unmount(mount, syscall.MNT_DETACH)
	ballast := filepath.Join(mount, "ballast")
	must(t, os.WriteFile(ballast, make([]byte, 120<<10), 0o644))
	plan, subject := fakePlan(40, 10), &fake{points: 40, trouble: sometimes}
	s, err := Create(filepath.Join(mount, "s"), plan)
	must(t, err)
	ran, err := s.Run(t.Context(), subject, quick(2))
	wantError(t, err, syscall.ENOSPC, "what is whole stays in", "resume")
	st := statusOf(t, s)
	t.Logf("%+v of %+v: %v", st, ran, err)
	if st.Done == 0 || st.Missing == 0 || len(st.Damaged) > 0 {
		t.Errorf("%+v", st)
	}
	if _, err := s.Merge(t.Context(), MergeOptions{}); !errors.Is(err, syscall.ENOSPC) {
		t.Error(err)
	}
	must(t, os.Remove(ballast))
	run(t, s, subject, Options{})
	same(t, "full disk", merged(t, s), undisturbed(t, plan, subject))
}

func TestReadOnlyFolderIsToldBeforeAnythingIsRun(t *testing.T) {
	mount := t.TempDir()
	if err := syscall.Mount("tmpfs", mount, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("no disk to make read-only: mounting a tmpfs: %v", err)
	}
	defer syscall.Unmount(mount, syscall.MNT_DETACH)
	dir := filepath.Join(mount, "s")
	s, err := Create(dir, fakePlan(12, 5))
	must(t, err)
	run(t, s, &fake{points: 12}, Options{Shard: Shard{1, 2}})
	must(t, syscall.Mount("tmpfs", mount, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
	runs := 0
	_, err = s.Run(t.Context(), &fake{points: 12, count: func(int, int) { runs++ }}, Options{})
	wantError(t, err, syscall.EROFS, mount)
	if runs > 0 {
		t.Errorf("%d runs for nothing", runs)
	}
	if s, err = Create(dir, fakePlan(12, 5)); err != nil {
		t.Fatal(err)
	}
	if st := statusOf(t, s); st.Done != 30 {
		t.Errorf("%+v", st)
	}
	_, err = Create(filepath.Join(mount, "new"), fakePlan(12, 5))
	wantError(t, err, syscall.EROFS)
}
