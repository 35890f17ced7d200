package scenarios

import (
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"polesim/model"
)

// Load reads a scenario: the file at a path on disk or, if there is none, the built-in scenario of that name
// ("ghu-pmu", "ghu-pmu.toml" and "scenarios/ghu-pmu.toml" are the same), with all that it extends. Sets are
// texts key=value that go over the file, as in --set professionals.autonomy=.2 or services[Cardiology].activity=90.
//
// The Config is complete: a value for every parameter, at least one site where services are listed. Errors are
// [Problems], all that can be found in one go.
func Load(name string, sets ...string) (*model.Config, error) {
	c, _, err := LoadAdvised(name, sets...)
	return c, err
}

// LoadAdvised is Load with advice: what is no mistake, but hardly meant, and notes on what has no effect.
func LoadAdvised(name string, sets ...string) (*model.Config, Problems, error) {
	return loadFrom(find(name), sets)
}

// LoadFS is Load from a file system. What a file extends is sought there, then among the built-in scenarios.
func LoadFS(fsys fs.FS, name string, sets ...string) (*model.Config, error) {
	c, _, err := loadFrom(location{place{fsys: fsys}, path.Clean(name)}, sets)
	return c, err
}

// Parse is Load from a text: name is what problems call it, and of it comes the Config's name. It can extend
// built-in scenarios only. It takes what Load would refuse in a file that somebody writes: an event after the end of a run,
// which is what a scenario comes to that was run for a shorter time.
func Parse(name string, text []byte, sets ...string) (*model.Config, error) {
	if len(text) > largest {
		return nil, Problems{tooLarge(name, len(text))}
	}
	src, problem := decodeText(name, text)
	if problem != nil {
		return nil, Problems{*problem}
	}
	tree, problems := extend(src, location{builtIn, "."}, nil)
	c, _, err := resolve(name, tree, problems, sets, false)
	return c, err
}

// loadFrom reads, extends, sets and checks the scenario at a location.
func loadFrom(l location, sets []string) (*model.Config, Problems, error) {
	tree, problems := load(l)
	return resolve(l.name, tree, problems, sets, true)
}

// resolve lays the sets over a tree and turns it into a Config. A tree that lacks what it extends is checked
// only where that cannot matter. Strict is said in Parse.
func resolve(file string, tree *node, problems Problems, sets []string, strict bool) (*model.Config, Problems, error) {
	if tree == nil {
		return nil, nil, problems.sorted()
	}
	partial, silent := len(problems) > 0, tree.empty()
	for _, s := range sets {
		if p := assign(tree, s); p != nil && !partial {
			problems = append(problems, *p)
		}
	}
	c := newChecker(shortName(file), tree)
	c.file = file
	c.run(partial, strict)
	if problems = append(problems, c.problems.all()...); len(problems) > 0 {
		return nil, nil, problems.sorted()
	}
	c.advise()
	if silent {
		c.advice = append(c.advice, saysNothing(file, tree.from.text))
	}
	return c.config, c.advice.sorted(), nil
}

// shortName is the name of a scenario: its file without folders and ending.
func shortName(file string) string {
	return strings.TrimSuffix(path.Base(filepath.ToSlash(file)), ".toml")
}
