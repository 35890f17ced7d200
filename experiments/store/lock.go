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
	lock, err := take(path)
	if err != nil && !errors.Is(err, ErrBusy) {
		return nil, fmt.Errorf("locking %s: %w", path, reason(err))
	}
	return lock, err
}

// take is Lock with the system's own errors.
func take(path string) (*flock.Flock, error) {
	lock := flock.New(path)
	locked, err := lock.TryLock()
	switch {
	case errors.Is(err, errors.ErrUnsupported): // WebAssembly, some network file systems
		return nil, nil
	case err != nil:
		return nil, err
	case !locked:
		return nil, ErrBusy
	}
	return lock, nil
}

// errMoved says that a folder was moved into place while we waited to lock it.
var errMoved = errors.New("the folder was moved meanwhile")

// lockFolder is Lock of a folder, which may be moved into its place at any moment.
func lockFolder(path string) (*flock.Flock, error) {
	name := filepath.Join(path, lockName)
	lock, err := take(name)
	switch {
	case errors.Is(err, ErrBusy):
		return nil, fmt.Errorf("%w: %s; wait for it to end, or write elsewhere with --out", ErrBusy, path)
	case errors.Is(err, os.ErrNotExist):
		return nil, errMoved
	case err != nil:
		return nil, fmt.Errorf("locking %s: %w", path, err)
	case lock == nil:
		return nil, nil
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
