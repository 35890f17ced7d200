package experiments

import (
	"embed"
	"io/fs"
	"path"
	"slices"
	"strings"

	"polesim/scenarios"
)

// designs are the studies that ship; docs/studies says what they show.
//
//go:embed *.toml
var designs embed.FS

// A Design is a study that is built into the program.
type Design struct {
	Name  string `json:"name"`  // as study run takes it: "map"
	Title string `json:"title"` // one line
	Text  []byte `json:"-"`     // TOML; its scenarios are built in too
}

// Designs lists the built-in designs by name.
func Designs() []Design {
	files, err := fs.Glob(designs, "*.toml")
	if err != nil {
		panic("experiments: " + err.Error()) // the pattern is bad
	}
	var list []Design
	for _, file := range files {
		text, err := designs.ReadFile(file)
		if err != nil {
			panic("experiments: " + err.Error()) // it is in memory
		}
		d := Design{Name: strings.TrimSuffix(file, ".toml"), Text: text}
		if root, err := scenarios.ParseDocument(file, text); err == nil {
			d.Title, _ = root.Child("title").Text()
		}
		list = append(list, d)
	}
	return list
}

// FindDesign returns the built-in design of a name, with or without its folder and ending: "map", "experiments/map.toml".
func FindDesign(name string) (Design, bool) {
	name = strings.TrimSuffix(strings.TrimPrefix(path.Clean(name), "experiments/"), ".toml")
	all := Designs()
	at := slices.IndexFunc(all, func(d Design) bool { return d.Name == name })
	if at < 0 {
		return Design{}, false
	}
	return all[at], true
}
