package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

const lockName = ".lock"

// Lock takes a file, made if need be, as a sign that this process does what the file stands for, until what is returned
// is closed or the process ends, however it ends. It returns ErrBusy if another process holds it, and nil where the file
// system has no locks.
func Lock(path string) (*flock.Flock, error) {
	lock := flock.New(path)
	locked, err := lock.TryLock()
	if errors.Is(err, errors.ErrUnsupported) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("locking %s: %w", path, reason(err))
	}
	if !locked {
		return nil, ErrBusy
	}
	return lock, nil
}

// errMoved says that a folder was moved into place while we waited to lock it.
var errMoved = errors.New("the folder was moved meanwhile")

// lockFolder takes the folder for this process until the lock is closed or the process ends, however it ends. It
// returns ErrBusy if another process holds it, and no lock, without error, where the file system offers none
// (WebAssembly, some network file systems).
func lockFolder(path string) (*flock.Flock, error) {
	name := filepath.Join(path, lockName)
	lock := flock.New(name)
	locked, err := lock.TryLock()
	if errors.Is(err, errors.ErrUnsupported) {
		return nil, nil
	}
	if errors.Is(err, os.ErrNotExist) {
		return nil, errMoved
	}
	if err != nil {
		return nil, fmt.Errorf("locking %s: %w", path, err)
	}
	if !locked {
		return nil, fmt.Errorf("%w: %s; wait for it to end, or write elsewhere with --out", ErrBusy, path)
	}
	// Between our opening the lock file and locking it, its owner may have finished and renamed the folder.
	held, err := lock.Stat()
	if err == nil {
		var there os.FileInfo
		if there, err = os.Stat(name); err == nil && !os.SameFile(held, there) {
			err = errMoved
		}
	}
	if err != nil {
		lock.Close()
		return nil, errMoved
	}
	return lock, nil
}
