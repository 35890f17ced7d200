package store

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestFullDiskLeavesWhatIsWholeAndFinishesOnceThereIsRoom(t *testing.T) {
	mount := t.TempDir()
	if err := syscall.Mount("tmpfs", mount, "tmpfs", 0, "size=256k"); err != nil {
		t.Skipf("no small disk to fill: mounting a tmpfs: %v", err)
	}
	defer syscall.Unmount(mount, syscall.MNT_DETACH)
	dir, ballast := filepath.Join(mount, "a"), filepath.Join(mount, "ballast")
	must(t, os.WriteFile(ballast, make([]byte, 100<<10), 0o644))
	f := create(t, dir, false, 0)
	full := func() error {
		for r := 0; ; r++ {
			if err := errors.Join(f.AddSeries(r, testMonths(r)), f.AddDetails(r, testDetails(r))); err != nil {
				return err
			}
			if err := f.Add(r, testRuns(r)); err != nil {
				return err
			}
			if r%10 == 9 {
				if err := f.Flush(); err != nil {
					return err
				}
			}
		}
	}()
	if !errors.Is(full, syscall.ENOSPC) {
		t.Fatal(full)
	}
	t.Log(full)
	r := open(t, f.Path())
	if n := r.Manifest.Runs.Count(); n == 0 || n%10 != 0 {
		t.Errorf("%d replications whole", n)
	}
	checkRows(t, r, true)
	if err := f.Finish(StateInterrupted, nil); !errors.Is(err, syscall.ENOSPC) {
		t.Error(err)
	}
	checkRows(t, open(t, f.Path()), true)
	must(t, os.Remove(ballast))
	must(t, f.Finish(StateInterrupted, nil))
	if _, err := os.Stat(dir + partialSuffix); err == nil {
		t.Error("the partial folder is left")
	}
	checkRows(t, open(t, dir), true)
}
