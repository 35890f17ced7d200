package design

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"polesim/experiments/store"
	"polesim/experiments/study"
)

// Plan returns the design as a study to be begun; who begins it, Program and Command, is the caller's to say.
func (d *Design) Plan() (study.Plan, error) {
	files, err := d.files()
	if err != nil {
		return study.Plan{}, fmt.Errorf("planning the study: %w", err)
	}
	settings, err := json.Marshal(d.Settings)
	if err != nil {
		return study.Plan{}, fmt.Errorf("planning the study: %w", err)
	}
	p := study.Plan{
		Title: d.Title, Design: d.Hash(), Seed: d.Seed, OwnNumbers: !d.CommonRandomNumbers, Points: d.Points(),
		Replications: study.Replications{Most: d.Most()},
		Sampler:      study.Sampler{Name: d.Sampler.Name(), Settings: settings},
		Rows:         Subject(d).Rows(), Columns: Subject(d).Columns(),
	}
	if d.Fixed == 0 {
		p.Replications.Until = &study.Precision{Outcome: d.Outcome, Between: d.Of, HalfWidth: d.HalfWidth, Least: d.Min, Every: d.Every}
	}
	for i := range d.Factors {
		p.Factors = append(p.Factors, d.column(&d.Factors[i]))
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		p.Files = append(p.Files, study.File{Name: name, Text: files[name]})
	}
	return p, nil
}

// column describes a factor for a table of points.
func (d *Design) column(f *Factor) store.Factor {
	meaning := "Factor: " + strings.Join(f.Keys, ", ") + "."
	if help := d.help(f.Keys[0]); help != "" && len(f.Keys) == 1 {
		meaning = "Factor: " + help
	}
	if codes := f.codes(); codes != "" {
		meaning += " " + codes
	}
	return store.Factor{Column: store.Column{Name: f.Name, Unit: f.Unit, Meaning: meaning}, Choices: f.Categorical()}
}

// Set writes what each factor is at a point into the columns of a table of points.
func (d *Design) Set(point int, into []store.Setting) error {
	for i, v := range d.Values(point) {
		into[i] = store.Setting{Number: v.Number, Text: v.Text}
	}
	return nil
}

// codes says what the numbers of a factor stand for where its levels are no numbers: "0 is 0.9 / 0.05, 1 is 0.5 / 0.2."
func (f *Factor) codes() string {
	if f.Categorical() {
		return "" // its values are texts
	}
	var codes []string
	coded := false
	for _, l := range f.Levels {
		number := strconv.FormatFloat(l.Number, 'g', -1, 64)
		coded = coded || number != l.Name
		codes = append(codes, number+" is "+l.Name)
	}
	if !coded {
		return ""
	}
	return strings.Join(codes, ", ") + "."
}
