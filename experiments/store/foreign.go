package store

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// ownNames are the files that this package puts into a folder.
var ownNames = []string{manifestName, lockName, runsName, seriesName, allSeriesName, detailsName, dictionaryName, dictionaryPageName}

// ownParts are the parts of Parquet files in a folder that is being written.
var ownParts = regexp.MustCompile(`^` + partsName + `/[a-z_]+-\d{8}\` + parquetSuffix + `(\.tmp)?$`)

// litter is what file managers leave in any folder that they show.
var litter = []string{".DS_Store", "Thumbs.db", "desktop.ini"}

// foreign lists the files below a result folder that polesim did not write, sorted. Its own are those of this package,
// those that the folder's manifest or further names, and exported text. What people open to work on, text and figures,
// is its own only as it was written: changed by hand it is somebody's work.
func foreign(folder string, further []string) (names []string, err error) {
	own := slices.Concat(ownNames, further)
	m, unread := readManifest(folder)
	if unread == nil { // else what it might name is taken for somebody's
		own = append(own, m.Further...)
	}
	err = filepath.WalkDir(folder, func(at string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(folder, at)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		switch sum, known := m.file(name); {
		case known && path.Ext(name) != parquetSuffix:
			if checkFile(folder, sum) != nil {
				names = append(names, name)
			}
		case slices.Contains(own, name), slices.Contains(own, strings.TrimSuffix(name, ".tmp")), ownParts.MatchString(name),
			slices.Contains(litter, path.Base(name)), exported(folder, name):
		default:
			names = append(names, name)
		}
		return nil
	})
	return names, err
}

// checkForeign returns an error that names files in a result folder which would be lost with it.
func checkForeign(folder string, further []string) error {
	names, err := foreign(folder, further)
	if err != nil {
		return fmt.Errorf("looking at %s: %w", folder, reason(err))
	}
	if len(names) == 0 {
		return nil
	}
	const most = 5
	list := strings.Join(names[:min(len(names), most)], ", ")
	if more := len(names) - most; more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	return fmt.Errorf("%w: %s holds %s; move them away, or write elsewhere with --out", ErrForeign, folder, list)
}

// exported says whether a file of the folder is what ExportCSV makes of the folder's rows.
func exported(folder, name string) bool {
	table, ok := strings.CutSuffix(name, csvSuffix)
	if !ok {
		return false
	}
	r, err := Open(folder)
	if err != nil {
		return false
	}
	for _, e := range r.exports() {
		if e.name == table+parquetSuffix {
			return r.sameAs(filepath.Join(folder, name), e)
		}
	}
	return false
}

// sameAs reports whether a file holds what an export would write.
func (r *Results) sameAs(path string, e exportable) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	old := &likeness{old: bufio.NewReaderSize(file, 1<<16)}
	w := bufio.NewWriterSize(old, 1<<16)
	if err := errors.Join(e.write(w), w.Flush()); err != nil {
		return false
	}
	_, err = old.old.ReadByte()
	return err == io.EOF
}

// errUnlike ends the comparison at the first byte that differs.
var errUnlike = errors.New("not the same")

// A likeness takes writing that agrees with what can be read.
type likeness struct{ old *bufio.Reader }

// Write implements io.Writer.
func (l *likeness) Write(p []byte) (int, error) {
	for i, b := range p {
		if was, err := l.old.ReadByte(); err != nil || was != b {
			return i, errUnlike
		}
	}
	return len(p), nil
}
