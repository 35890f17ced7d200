//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// A recipe is what the guide on clusters says for a scheduler, with this test's paths and fewer shares.
type recipe struct {
	t    *testing.T
	dir  string // where the design is and the study comes to be
	text string
}

const recipeShares = 4 // of 15 runs, rather than the guide's 100 of thousands

// newRecipe takes the fenced block of the guide that holds a text, and begins the study as the guide says.
func newRecipe(t *testing.T, holds string) recipe {
	t.Helper()
	guide := read(t, "../../docs/guide-clusters.md")
	dir := designed(t, smallDesign)
	if err := os.Rename(filepath.Join(dir, "d.toml"), filepath.Join(dir, "design.toml")); err != nil {
		t.Fatal(err)
	}
	r := recipe{t, dir, ""}
	for _, block := range regexp.MustCompile("(?ms)^```\\w+\n(.*?)^```$").FindAllStringSubmatch(guide, -1) {
		if strings.Contains(block[1], holds) {
			r.text = r.ours(block[1])
		}
	}
	if r.text == "" {
		t.Fatalf("the guide has no block with %q", holds)
	}
	return r
}

// ours puts this test's paths and number of shares into a text of the guide.
func (r recipe) ours(text string) string {
	return strings.NewReplacer("/scratch/me/study", r.study(), "/home/me/polesim", binary, "run /study ", "run "+r.study()+" ",
		"100", strconv.Itoa(recipeShares)).Replace(text)
}

func (r recipe) study() string { return filepath.Join(r.dir, "study") }

// begin runs the command by which the first share begins the folder.
func (r recipe) begin() {
	r.t.Helper()
	guide := strings.ReplaceAll(read(r.t, "../../docs/guide-clusters.md"), "\n", " ")
	line := regexp.MustCompile("The first share begins the folder, from the design: `([^`]*)`").FindStringSubmatch(guide)
	if line == nil {
		r.t.Fatal("the guide does not say how a study of shares begins")
	}
	r.shell(strings.Replace(r.ours(line[1]), "DIR", r.study(), 1))
}

// shell runs a script where polesim is in the path and variables have these values.
func (r recipe) shell(script string, variables ...string) {
	r.t.Helper()
	cmd := exec.Command("/bin/sh", "-c", script)
	cmd.Env = append(append(os.Environ(), "PATH="+filepath.Dir(binary)+":"+os.Getenv("PATH")), variables...)
	ended(r.t, cmd, r.dir).exits(exitDone)
}

// number returns the number that a pattern finds in the recipe.
func (r recipe) number(pattern string) int {
	r.t.Helper()
	found := regexp.MustCompile(pattern).FindStringSubmatch(r.text)
	if found == nil {
		r.t.Fatalf("the recipe has no %s:\n%s", pattern, r.text)
	}
	n, err := strconv.Atoi(found[1])
	if err != nil {
		r.t.Fatal(err)
	}
	return n
}

// merges checks that the shares together have the bytes of one machine.
func (r recipe) merges() {
	r.t.Helper()
	polesim(r.t, r.dir, "study", "merge", r.study()).exits(exitDone).says("15 runs planned: 15 done")
	polesim(r.t, r.dir, "study", "run", "design.toml", "--out", "local").exits(exitDone)
	sameStudy(r.t, r.dir, "study", "local")
}

func TestTheGuidesRecipeForPBS(t *testing.T) {
	t.Parallel()
	r := newRecipe(t, "#PBS -J")
	r.begin()
	for k := 1; k <= r.number(`#PBS -J 1-(\d+)`); k++ {
		r.shell(r.text, fmt.Sprint("PBS_ARRAY_INDEX=", k))
	}
	r.merges()
}

func TestTheGuidesRecipeForKubernetes(t *testing.T) {
	t.Parallel()
	r := newRecipe(t, "completionMode: Indexed")
	r.begin()
	script := regexp.MustCompile(`(?m)command: \[/bin/sh, -c\]\n\s+args:\n\s+- (exec .*)$`).FindStringSubmatch(r.text)
	if script == nil {
		t.Fatalf("no script in:\n%s", r.text)
	}
	for k := range r.number(`completions: (\d+)`) {
		r.shell(script[1], fmt.Sprint("JOB_COMPLETION_INDEX=", k))
	}
	r.merges()
}

// The machines of the recipe are this one: GNU parallel calls it ":".
func TestTheGuidesRecipeForGNUParallel(t *testing.T) {
	t.Parallel()
	if out, err := exec.Command("parallel", "--version").Output(); err != nil || !strings.HasPrefix(string(out), "GNU parallel") {
		t.Skip("left out: GNU parallel is not installed")
	}
	r := newRecipe(t, "| parallel ")
	if !strings.Contains(r.text, "node1,node2") {
		t.Fatalf("no machines in:\n%s", r.text)
	}
	r.begin()
	r.shell(strings.Replace(r.text, "node1,node2", ":", 1), "HOME="+r.dir)
	r.merges()
}

func TestTheGuidesLinesForSlurm(t *testing.T) {
	t.Parallel()
	r := newRecipe(t, "--runner slurm")
	lines := strings.Split(strings.TrimSpace(r.text), "\n")
	if len(lines) != 3 {
		t.Fatalf("%d lines:\n%s", len(lines), r.text)
	}
	bin := fakeSlurm(t, r.dir)
	for _, line := range lines {
		r.shell(line, "PATH="+bin+":"+filepath.Dir(binary)+":"+os.Getenv("PATH"), "SLURM_FAKE="+bin)
	}
	r.merges()
}
