package scenarios

import (
	"cmp"
	"embed"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

//go:embed *.toml map/*.toml configurations/*.toml presets/*.toml cases/*.toml
var files embed.FS

// An Entry is a scenario that is built into the program.
type Entry struct {
	Name        string // as Load takes it: "ghu-pmu", "map/network"
	Title       string // one line
	Description string // for humans; may be empty
}

// Embedded lists the built-in scenarios: those of the top folder first, then the others, by name.
func Embedded() []Entry {
	names := builtInNames()
	entries := make([]Entry, len(names))
	for i, name := range names {
		entries[i] = Entry{Name: name, Title: path.Base(name)}
		tree, problems := load(location{builtIn, name + ".toml"})
		if len(problems) > 0 {
			continue
		}
		if title, ok := textOf(tree.child("title")); ok {
			entries[i].Title = title
		}
		entries[i].Description, _ = textOf(tree.child("description"))
	}
	return entries
}

// builtInNames lists the built-in scenarios without their ending.
func builtInNames() []string {
	var names []string
	// The walk is over memory: it cannot fail.
	_ = fs.WalkDir(files, ".", func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(p, ".toml") {
			names = append(names, strings.TrimSuffix(p, ".toml"))
		}
		return err
	})
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(strings.Count(a, "/"), strings.Count(b, "/")), cmp.Compare(a, b))
	})
	return names
}

// findBuiltIn finds a built-in scenario by its name, with or without "scenarios/", folder and ".toml".
func findBuiltIn(name string) (location, bool) {
	name = strings.TrimPrefix(path.Clean(filepath.ToSlash(name)), "scenarios/")
	name = strings.TrimSuffix(name, ".toml")
	for _, b := range builtInNames() {
		if b == name || path.Base(b) == name {
			return location{builtIn, b + ".toml"}, true
		}
	}
	return location{}, false
}
