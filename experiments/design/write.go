package design

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"polesim/scenarios"
)

// The names in a folder that holds a design.
const (
	FileName     = "design.toml"
	ScenarioDir  = "scenarios"
	levelFileDir = "levels"
)

// Write writes the design into a folder so that it can be read alone: design.toml, the scenarios resolved in full under
// scenarios/, and the files of levels, if any, under levels/. Loaded from there it has the same points, values,
// scenarios and hash.
func (d *Design) Write(dir string) error {
	files, err := d.files()
	if err != nil {
		return fmt.Errorf("write design: %w", err)
	}
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("write design: %w", err)
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			return fmt.Errorf("write design: %w", err)
		}
	}
	return nil
}

// files are what Write writes, by name.
func (d *Design) files() (map[string][]byte, error) {
	files := map[string][]byte{FileName: d.text(true)}
	for _, c := range d.Scenarios {
		var b bytes.Buffer
		if err := scenarios.Write(&b, c); err != nil {
			return nil, err
		}
		files[scenarioFile(c.Name)] = b.Bytes()
	}
	for i := range d.Factors {
		for l := range d.Factors[i].Levels {
			if over := d.Factors[i].Levels[l].over; over != nil {
				files[levelFile(i, l)] = over.Text()
			}
		}
	}
	return files, nil
}

// scenarioFile and levelFile are where a scenario and the file of a level are kept beside design.toml.
func scenarioFile(name string) string { return ScenarioDir + "/" + name + ".toml" }

func levelFile(factor, level int) string {
	return fmt.Sprintf("%s/factor-%d-level-%d.toml", levelFileDir, factor+1, level+1)
}

// Hash identifies a design by what is run: the SHA-256, in hexadecimal, of its text without labels and of what its scenarios
// describe. Two designs of the same hash have the same runs, with the same numbers.
func (d *Design) Hash() string {
	h := sha256.New()
	h.Write(d.text(false))
	for _, c := range d.Scenarios {
		fmt.Fprintf(h, "%s %s\n", c.Name, scenarios.Hash(c))
	}
	for i := range d.Factors {
		for l := range d.Factors[i].Levels {
			if over := d.Factors[i].Levels[l].over; over != nil {
				fmt.Fprintf(h, "%s %x\n", levelFile(i, l), sha256.Sum256(over.Text()))
			}
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// A writer is the text of a design in the making.
type writer struct{ bytes.Buffer }

func (w *writer) line(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }

// text is the design as it is written beside its scenarios; labels are what it is called.
func (d *Design) text(labels bool) []byte {
	var w writer
	if labels && d.Title != "" {
		w.line("title = %s", scenarios.Quote(d.Title))
	}
	if labels && d.Description != "" {
		w.line("description = %s", scenarios.Quote(d.Description))
	}
	if d.Classic != nil {
		w.line("classic = %s", scenarios.Quote(d.Classic.Name))
		if len(d.set) > 0 {
			w.line("set = {%s}", assigned(d.set))
		}
	} else {
		var files []string
		for _, c := range d.Scenarios {
			files = append(files, scenarioFile(c.Name))
		}
		w.line("scenarios = [%s]", quotedList(files))
	}
	w.line("sampler = %s", scenarios.Quote(d.Sampler.Name()))
	if d.count > 0 {
		w.line("points = %d", d.count)
	}
	if d.Fixed > 0 {
		w.line("replications = %d", d.Fixed)
	}
	if d.Classic == nil {
		w.line("months = %d", d.Months)
	}
	w.line("seed = %d", d.Seed)
	w.line("common_random_numbers = %t", d.CommonRandomNumbers)
	if d.TimeLimit > 0 {
		w.line("time_limit = %s", scenarios.FormatNumber(d.TimeLimit.Seconds()))
	}
	w.line("outcomes = [%s]", quotedList(d.Outcomes))
	if d.Fixed == 0 {
		w.rule(d.Replications)
	}
	if d.count > 0 {
		w.line("\n[sampler_settings]")
		for _, line := range written(d.Settings) {
			w.line("%s", line)
		}
	}
	for i := range d.Factors {
		w.factor(i, &d.Factors[i])
	}
	if l, ok := d.Sampler.(*list); ok {
		w.points(l, d.Factors)
	}
	for _, e := range d.Foreseen {
		if labels { // as what it is called, it changes no run
			w.foreseen(e, d.Factors)
		}
	}
	return w.Bytes()
}

// rule writes how many replications are needed.
func (w *writer) rule(r Replications) {
	w.line("\n[replications]\noutcome = %s", scenarios.Quote(r.Outcome))
	if r.Of != [2]string{} {
		w.line("between = [%s]", quotedList(r.Of[:]))
	}
	w.line("half_width = %s\nmin = %d\nmax = %d\nevery = %d", scenarios.FormatNumber(r.HalfWidth), r.Min, r.Max, r.Every)
}

// factor writes the ith factor.
func (w *writer) factor(i int, f *Factor) {
	w.line("\n[[factor]]\nname = %s", scenarios.Quote(f.Name))
	if len(f.Scenarios) > 0 {
		w.line("scenarios = [%s]", quotedList(f.Scenarios))
	}
	if f.namedLevels {
		for l, level := range f.Levels {
			w.line("[factor.level.%s]", scenarios.BareKey(level.Name))
			if level.over != nil {
				w.line("file = %s", scenarios.Quote(levelFile(i, l)))
			}
			if len(level.set) > 0 || level.over == nil {
				w.line("set = {%s}", assigned(level.set))
			}
		}
		return
	}
	if len(f.Keys) == 1 {
		w.line("key = %s", scenarios.Quote(f.Keys[0]))
	} else {
		w.line("keys = [%s]", quotedList(f.Keys))
	}
	if f.spans == nil {
		w.line("levels = [%s]", levelTexts(f))
		return
	}
	w.ends(f)
}

// ends writes the range of a factor.
func (w *writer) ends(f *Factor) {
	ranges := make([]string, len(f.spans))
	for k, s := range f.spans {
		ranges[k] = fmt.Sprintf("[%s, %s]", scenarios.FormatNumber(s.low), scenarios.FormatNumber(s.high))
	}
	if f.ownRanges {
		w.line("ranges = [%s]", listed(ranges))
	} else {
		w.line("range = %s", ranges[0])
	}
	if f.Log {
		w.line(`scale = "log"`)
	}
	if f.steps > 0 {
		w.line("steps = %d", f.steps)
	}
}

// assigned writes assignments as an inline table.
func assigned(set []assignment) string {
	parts := make([]string, len(set))
	for i, a := range set {
		parts[i] = " " + scenarios.BareKey(a.key) + " = " + a.text
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, ",") + " "
}

// levelTexts writes levels that are values of keys.
func levelTexts(f *Factor) string {
	texts := make([]string, len(f.Levels))
	for l, level := range f.Levels {
		texts[l] = levelText(level)
	}
	return listed(texts)
}

func levelText(l Level) string {
	values := make([]string, len(l.set))
	for i, a := range l.set {
		values[i] = a.text
	}
	if !l.each {
		return values[0]
	}
	return "[" + listed(values) + "]"
}

// points writes the points of a list.
func (w *writer) points(l *list, factors []Factor) {
	for _, levels := range l.level {
		w.line("\n[[point]]")
		for f, level := range levels {
			text := scenarios.Quote(factors[f].Levels[level].Name)
			if !factors[f].namedLevels {
				text = levelText(factors[f].Levels[level])
			}
			w.line("%s = %s", scenarios.BareKey(factors[f].Name), text)
		}
	}
}
