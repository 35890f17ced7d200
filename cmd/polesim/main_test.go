package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"polesim/experiments"
	"polesim/experiments/store"
)

// The tests of this package run the real program on real files, as a user does.
var binary, spoiled string // the program; the program with replications that fail

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "polesim-test")
	if err != nil {
		panic(err)
	}
	os.Chmod(dir, 0o755) // for the test that runs the program as somebody else
	binary, spoiled = filepath.Join(dir, "polesim"), filepath.Join(dir, "polesim-spoiled")
	code := 1
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "building the program: %v\n%s", err, out)
	} else {
		code = m.Run()
	}
	os.RemoveAll(dir)
	os.Exit(code)
}

// A said is what a program said and how it ended.
type said struct {
	t           *testing.T
	command     string
	stdout, err string
	code        int
}

// polesim runs the program in a folder.
func polesim(t *testing.T, dir string, args ...string) said {
	t.Helper()
	return ended(t, exec.Command(binary, args...), dir)
}

// ended runs a command in a folder to its end.
func ended(t *testing.T, cmd *exec.Cmd, dir string) said {
	t.Helper()
	var out, err bytes.Buffer
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &out, &err
	var exit *exec.ExitError
	if e := cmd.Run(); e != nil && !errors.As(e, &exit) {
		t.Fatal(e)
	}
	return said{t, "polesim " + strings.Join(cmd.Args[1:], " "), out.String(), err.String(), cmd.ProcessState.ExitCode()}
}

// exits checks the exit code.
func (s said) exits(code int) said {
	s.t.Helper()
	if s.code != code {
		s.t.Fatalf("%s: exit code %d, want %d\n%s%s", s.command, s.code, code, s.stdout, s.err)
	}
	return s
}

// refuses checks that the program took what it was given for a mistake, in these words and with nothing on its output.
func (s said) refuses(words ...string) said {
	s.t.Helper()
	return s.exits(exitUsage).complains(words...)
}

// complains checks the words of the complaint, which is of the program and not of Go.
func (s said) complains(words ...string) said {
	s.t.Helper()
	for _, w := range words {
		if !strings.Contains(s.err, w) {
			s.t.Errorf("%s: the complaint lacks %q:\n%s", s.command, w, s.err)
		}
	}
	for _, w := range []string{"panic", "goroutine", "strconv", "%!", "arg(s)", "<nil>"} {
		if strings.Contains(s.err, w) {
			s.t.Errorf("%s: the complaint speaks of %q:\n%s", s.command, w, s.err)
		}
	}
	if !beginning.MatchString(s.err) {
		s.t.Errorf("%s: the complaint begins with neither the program's name nor a place:\n%s", s.command, s.err)
	}
	return s
}

// says checks words on the output.
func (s said) says(words ...string) said {
	s.t.Helper()
	for _, w := range words {
		if !strings.Contains(s.stdout, w) {
			s.t.Errorf("%s: the output lacks %q:\n%s", s.command, w, s.stdout)
		}
	}
	return s
}

// report reads the JSON of run and compare.
func (s said) report() (r experiments.Report) {
	s.t.Helper()
	d := json.NewDecoder(strings.NewReader(s.stdout))
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil {
		s.t.Fatalf("%s: %v\n%s%s", s.command, err, s.stdout, s.err)
	}
	if d.More() {
		s.t.Errorf("%s: more than one JSON value", s.command)
	}
	return r
}

// small are the flags of a run that takes no time.
func small(args ...string) []string {
	return append(args, "--replications", "6", "--months", "12", "--no-figures")
}

// write makes a file and returns its path.
func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// read returns a file's bytes.
func read(t *testing.T, path ...string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// files lists what is below a folder, without folders.
func files(t *testing.T, dir string) (list []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			path, err = filepath.Rel(dir, path)
			list = append(list, filepath.ToSlash(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// rows reads all runs of a result folder, each under "scenario/replication".
func rows(t *testing.T, dir string) (map[string]store.Run, store.Manifest) {
	t.Helper()
	r, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	runs := make(map[string]store.Run)
	err = r.Runs(func(x store.Run) error {
		runs[fmt.Sprintf("%s/%d", x.Scenario, x.Replication)] = x
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return runs, r.Manifest
}

// beginning is how a complaint begins: with the program's name or, for a list of problems, with a place that an editor
// can follow.
var beginning = regexp.MustCompile(`^(polesim: |--set |no such file|[^\s:]+:)`)
