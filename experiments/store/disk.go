package store

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// A FileSum lets a reader notice that a file was cut or altered.
type FileSum struct {
	Name   string `json:"name"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// atStep is called between any two changes to the disk; tests kill the process there.
var atStep = func() {}

// writeFile fills a file under a temporary name, forces it to disk and only then gives it its name: whoever sees
// path sees all of it. On error path is as it was and the temporary file is gone.
func writeFile(path string, fill func(io.Writer) error) (sum FileSum, err error) {
	return writeNamed(path+".tmp", func(FileSum) string { return path }, fill)
}

// writeNamed is writeFile for a file whose name tells of its content: it is asked for when the content is on disk.
func writeNamed(temporary string, name func(FileSum) string, fill func(io.Writer) error) (sum FileSum, err error) {
	path := strings.TrimSuffix(temporary, ".tmp") // until there is a better one
	sum, err = writeThrough(temporary, fill)
	if err == nil {
		atStep()
		path = name(sum)
		err = os.Rename(temporary, path)
	}
	if err != nil {
		os.Remove(temporary) // as well as may be: the first error is the one to tell
		return FileSum{}, fmt.Errorf("writing %s: %w", path, reason(err))
	}
	atStep()
	sum.Name = filepath.Base(path)
	return sum, syncDir(filepath.Dir(path))
}

// reason strips the temporary name from an error: the user knows the file by its own.
func reason(err error) error {
	if e, ok := errors.AsType[*os.PathError](err); ok {
		return e.Err
	}
	return err
}

// writeThrough fills the file at path and forces it to disk.
func writeThrough(path string, fill func(io.Writer) error) (FileSum, error) {
	atStep()
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return FileSum{}, err
	}
	atStep()
	t := &tally{hash: sha256.New()}
	buffer := bufio.NewWriterSize(io.MultiWriter(file, t), 1<<16)
	err = fill(buffer)
	if err == nil {
		err = buffer.Flush()
	}
	atStep()
	if err == nil {
		err = file.Sync()
	}
	if e := file.Close(); err == nil {
		err = e
	}
	return t.sum(), err
}

// A tally counts and hashes what is written to it.
type tally struct {
	hash  hash.Hash
	bytes int64
}

func (t *tally) Write(p []byte) (int, error) {
	t.bytes += int64(len(p))
	return t.hash.Write(p)
}

func (t *tally) sum() FileSum {
	return FileSum{Bytes: t.bytes, SHA256: hex.EncodeToString(t.hash.Sum(nil))}
}

// checkFile returns an error wrapping ErrCorrupt if the file in the folder is not the one summed up.
func checkFile(folder string, want FileSum) error {
	path := filepath.Join(folder, filepath.FromSlash(want.Name))
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%w: %s is missing though manifest.json lists it", ErrCorrupt, path)
	}
	if err != nil {
		return err
	}
	if info.Size() != want.Bytes {
		return fmt.Errorf("%w: %s has %d bytes, manifest.json says %d", ErrCorrupt, path, info.Size(), want.Bytes)
	}
	is, err := sumOf(folder, want.Name)
	if err != nil {
		return fmt.Errorf("reading %s: %w", path, err)
	}
	if is.SHA256 != want.SHA256 {
		return fmt.Errorf("%w: %s is not the file that was written (its SHA-256 differs from manifest.json)", ErrCorrupt, path)
	}
	return nil
}

// sumOf sums up a file of the folder.
func sumOf(folder, name string) (FileSum, error) {
	file, err := os.Open(filepath.Join(folder, filepath.FromSlash(name)))
	if err != nil {
		return FileSum{}, err
	}
	defer file.Close()
	t := &tally{hash: sha256.New()}
	if _, err := io.Copy(t, file); err != nil {
		return FileSum{}, err
	}
	sum := t.sum()
	sum.Name = name
	return sum, nil
}

// syncDir forces the names in a folder to disk. Windows and JavaScript have no such call.
func syncDir(path string) error {
	if runtime.GOOS == "windows" || runtime.GOOS == "js" {
		return nil
	}
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	defer dir.Close()
	if err := dir.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return fmt.Errorf("forcing %s to disk: %w", path, err)
	}
	return nil
}

// removeAll removes a folder and what is in it, the manifest last: what is left of results cut off in removal still
// says what it was.
func removeAll(path string) error {
	entries, err := os.ReadDir(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil { // a file
		atStep()
		return os.Remove(path)
	}
	for _, e := range entries {
		if e.Name() == manifestName {
			continue
		}
		atStep()
		if err := os.RemoveAll(filepath.Join(path, e.Name())); err != nil {
			return err
		}
	}
	atStep()
	return os.RemoveAll(path)
}
