package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"
)

func TestFullDiskIsSaidAndNothingLooksWhole(t *testing.T) {
	t.Parallel()
	for _, room := range []int{8, 64, 300, 700} { // kB: from no room for a manifest to no room for the figures
		mount := t.TempDir()
		if err := syscall.Mount("tmpfs", mount, "tmpfs", 0, fmt.Sprintf("size=%dk", room)); err != nil {
			t.Skipf("skipped: no small disk to fill: mounting a tmpfs: %v", err)
		}
		t.Cleanup(func() { syscall.Unmount(mount, syscall.MNT_DETACH) })
		s := polesim(t, mount, "run", "example", "--replications", "1500", "--months", "12", "--series", "all", "--out", "r").exits(exitFailed)
		s.complains("no space left on device")
		t.Logf("%d kB: %s", room, s.err)
		if _, err := os.Stat(filepath.Join(mount, "r")); err == nil {
			t.Errorf("%d kB: the folder looks whole: %v", room, files(t, mount))
		}
		if sound(t, mount) == "r.partial" {
			s.complains("what is whole stays in r.partial: ")
			polesim(t, mount, small("run", "example", "--out", "r")...).refuses("a stopped run left its results here", "--force")
		}
		if strings.Contains(s.stdout, "Results") {
			t.Errorf("%d kB: claims results: %s", room, s.stdout)
		}
	}
}

// The rows of a short run take some kilobytes, its figures a thousand times as much.
func TestDiskTooFullForFiguresKeepsTheRows(t *testing.T) {
	t.Parallel()
	mount := t.TempDir()
	if err := syscall.Mount("tmpfs", mount, "tmpfs", 0, "size=400k"); err != nil {
		t.Skipf("skipped: no small disk to fill: mounting a tmpfs: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(mount, syscall.MNT_DETACH) })
	s := polesim(t, mount, "run", "example", "--replications", "6", "--months", "12", "--out", "r").exits(exitFailed)
	s.complains("no space left on device", "figure", "the results are whole in r").says("care effectiveness", "Results  r")
	if runs, m := rows(t, filepath.Join(mount, "r")); m.State != "complete" || len(runs) != 6 {
		t.Errorf("%s, %d rows", m.State, len(runs))
	}
	for _, name := range files(t, mount) {
		if strings.HasSuffix(name, ".tmp") {
			t.Errorf("%s is left behind", name)
		}
	}
}

const tiny = `
title = "Four services"
[hospital]
services = 4
poles = 2
blocks = 2
[environment]
practices = 4
interdependence_within = 1
interdependence_across = 1
`

func TestMemoryDoesNotGrowWithReplications(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.toml", tiny)
	write(t, dir, "b.toml", "extends = \"a.toml\"\n[arenas]\npole = 1\nnone = 0\n")
	peak := make(map[string]int64)
	for _, n := range []string{"2000", "20000"} {
		cmd := exec.Command(binary, "compare", "a.toml", "b.toml", "--months", "24", "--replications", n, "--out", n)
		start := time.Now()
		ended(t, cmd, dir).exits(exitDone)
		peak[n] = cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss // kB
		t.Logf("%s replications of 2 scenarios, 24 months: %d MB, %v", n, peak[n]>>10, time.Since(start).Round(10*time.Millisecond))
	}
	if peak["20000"] > 100<<10 {
		t.Errorf("%d kB, want less than 100 MB", peak["20000"])
	}
}

// Whatever stands in a file, its answer comes at once and in 100 MB: it is refused for what it holds, or for its first
// thousand mistakes with the number of the others. So is the largest scenario that is taken.
func TestNoFileTakesMuchTimeOrMemory(t *testing.T) {
	dir := t.TempDir()
	const size = 5 << 20
	for _, c := range []struct {
		name, line string // %[1]d is the number of the line
		lines      int
		want       string
	}{
		{"mountain", "a = 1\n", 15_000_000 / 6, "has 14 MB, too large for a scenario (at most 6 MB)"},
		{"hill", "a = 1\n", size / 6, "too many for a scenario"},
		{"same key", "a = 1\n", 39_000, "a: is given twice, first in line 1"},
		{"unknown keys", "k%[1]d = 1\n", 39_000, "and 38000 more"},
		{"sections", "[k%[1]d]\n", 39_000, "and 38000 more"},
		{"dotted keys", "1%[1]d.2%[1]d = 1\n", 39_000, "and 38000 more"},
		{"tables", "[[services]]\n", 39_000, "lists 39000 services, at most 5000 are possible"},
		{"numbers", "1,", size / 2, "too many for a scenario"},
		{"few numbers", "1,", 209_000, "a: unknown key"},
		{"bad flows", `["A","B",-1],`, 50_000, "more"},
		{"text", "xxxx xxxx xxxx xxxx ", size / 20, "a: unknown key"},
		{"comments", "# a, b = c\n", size / 11, "not TOML"},
	} {
		before, after := "", ""
		switch c.name {
		case "numbers", "few numbers":
			before, after = "a = [", "]"
		case "bad flows":
			before, after = "services = [{name = \"A\"}]\nworkflow.flows = [", "]"
		case "text":
			before, after = "a = \"", "\""
		case "comments":
			after = "a"
		}
		line := func(int) string { return c.line }
		if strings.Contains(c.line, "%") {
			line = func(i int) string { return fmt.Sprintf(c.line, i) }
		}
		writeLines(t, dir, "bad.toml", before, c.lines, line, after)
		modestly(t, c.name, dir, "bad.toml").refuses(c.want)
	}
	writeLines(t, dir, "flows", "[arenas]\npole = 1\n[workflow]\nflows = [\n", 50_000, func(i int) string {
		return fmt.Sprintf("  [\"Service %d\", \"Service %d\", 1.5],\n", i/100, (i/100+i%100+1)%500)
	}, "]\n[[sites]]\nname = \"Nord\"\n")
	writeLines(t, dir, "services", "", 500, func(i int) string {
		return fmt.Sprintf("[[services]]\nname = \"Service %d\"\nsite = \"Nord\"\nkind = \"medical\"\ndiscipline = \"x\"\nactivity = 1200\n", i)
	}, "")
	writeLines(t, dir, "poles", "", 500, func(i int) string {
		return fmt.Sprintf("[[poles]]\nname = \"P%[1]d\"\nservices = [\"Service %[1]d\"]\n", i)
	}, "")
	write(t, dir, "large.toml", read(t, dir, "flows")+read(t, dir, "services")+read(t, dir, "poles"))
	modestly(t, "a large hospital", dir, "large.toml").exits(exitDone).says("500 services in 500 pôles")
}

// writeLines writes a file of many lines without holding it.
func writeLines(t *testing.T, dir, name, before string, n int, line func(i int) string, after string) {
	t.Helper()
	f, err := os.Create(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	w.WriteString(before)
	for i := range n {
		w.WriteString(line(i))
	}
	w.WriteString(after)
	if err := errors.Join(w.Flush(), f.Close()); err != nil {
		t.Fatal(err)
	}
}

// modestly validates a file and checks that it took little. What a process takes counts what its parent had.
func modestly(t *testing.T, name, dir, file string) said {
	t.Helper()
	debug.FreeOSMemory()
	cmd := exec.Command(binary, "validate", file)
	s := ended(t, cmd, dir)
	memory, spent := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss>>10, cmd.ProcessState.UserTime()
	t.Logf("%s: %d MB, %v", name, memory, spent)
	if memory >= 100 || spent > 3*time.Second {
		t.Errorf("%s took %d MB and %v of a core, want less than 100 MB and 3 s", name, memory, spent)
	}
	return s
}

func TestTerminalShowsHowFarARunIs(t *testing.T) {
	t.Parallel()
	script, err := exec.LookPath("script")
	if err != nil {
		t.Skip("skipped: no script(1) to make a terminal")
	}
	run := "stty cols 110 rows 30; exec " + binary + " run example --replications 1500 --months 24 --no-figures --out r"
	s := ended(t, exec.Command(script, "-qec", run, "/dev/null"), t.TempDir()).exits(exitDone)
	s.says("replications ", " / 1500 [", "s left", "1500 replications of 24 months")
	if bar, after, _ := strings.Cut(s.stdout, "1500 replications of"); strings.Count(bar, "\n") < 1 || strings.Contains(after, " left") {
		t.Errorf("the bar does not go before the table comes: %q", s.stdout)
	}
}

func TestTablesFitTheTerminal(t *testing.T) {
	t.Parallel()
	script, err := exec.LookPath("script")
	if err != nil {
		t.Skip("skipped: no script(1) to make a terminal")
	}
	dir := t.TempDir()
	for _, width := range []int{64, 80, 100, 160} {
		run := fmt.Sprintf("stty cols %d rows 30; exec %s compare ghu-services ghu-contract ghu-pmu --replications 6 --months 12 --no-figures --details --force --out r 2>/dev/null", width, binary)
		s := ended(t, exec.Command(script, "-qec", run, "/dev/null"), dir).exits(exitDone)
		s.says("care effectiveness", "B − A", "Pôle by pôle", "Results  r")
		widest := 0
		for line := range strings.Lines(s.stdout) {
			n := utf8.RuneCountInString(strings.TrimRight(line, "\r\n"))
			if widest = max(widest, n); n > width {
				t.Errorf("%d characters on a terminal of %d: %s", n, width, line)
			}
		}
		if widest < width*3/4 && width < 120 {
			t.Errorf("no line has more than %d characters on a terminal of %d", widest, width)
		}
	}
}
