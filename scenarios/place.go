package scenarios

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// What a file may hold at most, so that it is read within 100 MB: bytes; keys and tables, which take up to a kilobyte each;
// and values. 500 services that each send patients to 100 others are 4 MB, 3,000 keys and 200,000 values.
const (
	largest    = 6 << 20
	mostKeys   = 40_000
	mostValues = 210_000
)

// tooLarge says that a file is.
func tooLarge(name string, size int) Problem {
	return Problem{File: name, Message: fmt.Sprintf("has %d MB, too large for a scenario (at most %d MB)", size>>20, largest>>20)}
}

// A place is where scenario files are: the disk, the scenarios built into the program, or any file system.
type place struct {
	fsys   fs.FS  // nil for the disk
	prefix string // put before a name shown to the user
}

var (
	disk    = place{}
	builtIn = place{fsys: files, prefix: "scenarios/"}
)

// A location is a file in a place.
type location struct {
	place place
	name  string // path in the place
}

// shown is the name of the file as the user knows it.
func (l location) shown() string { return l.place.prefix + l.name }

// id tells apart files that are not the same, however their paths are written.
func (l location) id() string {
	if l.place.fsys != nil {
		return "fs:" + l.shown()
	}
	if p, err := filepath.EvalSymlinks(l.name); err == nil {
		if abs, err := filepath.Abs(p); err == nil {
			return abs
		}
	}
	return filepath.Clean(l.name)
}

// open opens the file.
func (l location) open() (fs.File, error) {
	if l.place.fsys == nil {
		return os.Open(l.name)
	}
	return l.place.fsys.Open(l.name)
}

// exists tells whether there is something of that name, be it readable or not.
func (l location) exists() bool {
	if l.place.fsys == nil {
		_, err := os.Stat(l.name)
		return !errors.Is(err, fs.ErrNotExist)
	}
	_, err := fs.Stat(l.place.fsys, l.name)
	return err == nil
}

// beside returns the location that a file calls by a name: relative to itself, or else a built-in scenario.
func (l location) beside(name string) location {
	if l.place.fsys != nil {
		near := location{l.place, path.Join(path.Dir(l.name), name)}
		if near.exists() {
			return near
		}
		if b, ok := findBuiltIn(name); ok {
			return b
		}
		return near
	}
	near := location{disk, name}
	if !filepath.IsAbs(name) {
		near.name = filepath.Join(filepath.Dir(l.name), filepath.FromSlash(name))
	}
	if !near.exists() {
		if b, ok := findBuiltIn(name); ok {
			return b
		}
	}
	return near
}

// find returns the location of the scenario that a user calls by a path or by the name of a built-in one.
func find(name string) location {
	l := location{disk, name}
	if info, err := os.Stat(name); err == nil && !info.IsDir() {
		return l
	}
	if b, ok := findBuiltIn(name); ok {
		return b
	}
	if full := (location{disk, name + ".toml"}); !l.exists() && full.exists() {
		return full
	}
	return l
}

// neighbours lists the scenario files in the folder of a file.
func (l location) neighbours() []string {
	var entries []fs.DirEntry
	if l.place.fsys == nil {
		entries, _ = os.ReadDir(filepath.Dir(l.name))
	} else {
		entries, _ = fs.ReadDir(l.place.fsys, path.Dir(l.name))
	}
	var names []string
	for _, e := range entries {
		if !e.IsDir() && strings.HasSuffix(e.Name(), ".toml") {
			names = append(names, e.Name())
		}
	}
	return names
}

// missing says that there is no such file, and which one may be meant.
func (l location) missing() string {
	base := strings.TrimSuffix(filepath.Base(filepath.ToSlash(l.name)), ".toml")
	if _, err := os.Lstat(l.name); err == nil && l.place.fsys == nil {
		return "is a link to a file that does not exist"
	}
	if c, ok := nearest(base+".toml", l.neighbours()); ok {
		return fmt.Sprintf("no such file, and no built-in scenario of that name. Did you mean %s?", c)
	}
	message := "no such file, and no built-in scenario of that name."
	if hint := didYouMean(base, builtInNames()); hint != "" {
		return message + hint
	}
	for _, b := range builtInNames() { // a slip in the name only, its folder being right
		if near, ok := nearest(base, []string{path.Base(b)}); ok && near != b && path.Base(path.Dir(filepath.ToSlash(l.name))) == path.Dir(b) {
			return message + fmt.Sprintf(" Did you mean %s?", b)
		}
	}
	return message
}

// read returns the text of the file, or what is wrong with it as a file.
func (l location) read() (*source, *Problem) {
	wrong := func(format string, args ...any) (*source, *Problem) {
		return nil, &Problem{File: l.shown(), Message: fmt.Sprintf(format, args...)}
	}
	if l.place.fsys != nil && !fs.ValidPath(l.name) {
		return wrong("leads out of its folder")
	}
	f, err := l.open()
	if errors.Is(err, fs.ErrNotExist) {
		return wrong("%s", l.missing())
	} else if err != nil {
		return wrong("cannot be opened: %s", cause(err))
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return wrong("cannot be read: %s", cause(err))
	case info.IsDir():
		return wrong("is a folder, expected a scenario file (.toml)")
	case info.Size() > largest:
		p := tooLarge(l.shown(), int(info.Size()))
		return nil, &p
	}
	text, err := io.ReadAll(io.LimitReader(f, largest+1))
	switch {
	case err != nil:
		return wrong("cannot be read: %s", cause(err))
	case len(text) > largest:
		p := tooLarge(l.shown(), len(text))
		return nil, &p
	}
	return decodeText(l.shown(), text)
}

// decodeText checks that a text is UTF-8, takes off a byte order mark and refuses more values than a scenario has.
func decodeText(name string, text []byte) (*source, *Problem) {
	if bytes.HasPrefix(text, []byte("\xff\xfe")) || bytes.HasPrefix(text, []byte("\xfe\xff")) {
		return nil, &Problem{File: name, Message: "is UTF-16 text: save it as UTF-8"}
	}
	if bytes.HasPrefix(text, []byte("PK\x03\x04")) {
		return nil, &Problem{File: name, Message: "is a zip file (a workbook?), expected TOML text"}
	}
	s := newSource(name, bytes.TrimPrefix(text, []byte("\ufeff")))
	for i := 0; i < len(s.text); {
		r, size := utf8.DecodeRune(s.text[i:])
		if r == utf8.RuneError && size == 1 {
			p := &Problem{File: name, Message: fmt.Sprintf("byte %#02x is not UTF-8: save the file as UTF-8", s.text[i])}
			p.Line, p.Col = s.position(i)
			return nil, p
		}
		i += size
	}
	if keys, values := s.count(); keys > mostKeys || values > mostValues {
		return nil, &Problem{File: name, Message: fmt.Sprintf("holds some %d keys and %d values, too many for a scenario (at most %d and %d)",
			keys, values, mostKeys, mostValues)}
	}
	return s, nil
}

// cause returns an error without the path that the problem names already.
func cause(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}
