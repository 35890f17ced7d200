package experiments

import (
	"encoding/csv"
	"errors"
	"io"
	"os"
	"slices"
	"strconv"

	"polesim/experiments/moments"
	"polesim/model"
)

// DetailsFile is where Execute sums up services and pôles in a result folder.
const DetailsFile = "details_summary.csv"

// Details sum up services and pôles one by one as a plan's runs come. Their memory does not depend on the number of runs.
type Details struct {
	Plan     *Plan
	Pairs    []Pair
	columns  []model.Detail
	entities [][]model.Entity   // by scenario
	means    [][]detailMoments  // by scenario and its entity
	partners [][]entityPartners // by pair: whom both scenarios have
	pairs    [][]detailMoments  // by pair and partners
	runs     int                // of each scenario
}

// detailMoments are those of one service or pôle, by column. A run in which it had no value is left out.
type detailMoments []moments.Moments

// entityPartners are the places of a service or pôle in two scenarios that both have it, by its name.
type entityPartners struct{ a, b int }

// NewDetails returns the empty details of a plan; Watch fills them.
func NewDetails(p *Plan) *Details {
	d := &Details{Plan: p, Pairs: Pairs(len(p.Scenarios)), columns: model.Details()}
	room := func(n int) []detailMoments {
		list := make([]detailMoments, n)
		for e := range list {
			list[e] = make(detailMoments, len(d.columns))
		}
		return list
	}
	for k := range p.Scenarios {
		d.entities = append(d.entities, p.blueprint().Entities(k))
		d.means = append(d.means, room(len(d.entities[k])))
	}
	for _, pair := range d.Pairs {
		var both []entityPartners
		for b, entity := range d.entities[pair.B] {
			if a := slices.Index(d.entities[pair.A], entity); a >= 0 {
				both = append(both, entityPartners{a, b})
			}
		}
		d.partners = append(d.partners, both)
		d.pairs = append(d.pairs, room(len(both)))
	}
	return d
}

// Watch takes in a replication.
func (d *Details) Watch(r Replication) error {
	if r.Err != nil {
		return nil
	}
	d.runs++
	for k := range d.means {
		for e, of := range d.means[k] {
			of.add(r.Runs[k].Details[e], nil)
		}
	}
	for k, pair := range d.Pairs {
		for e, both := range d.partners[k] {
			d.pairs[k][e].add(r.Runs[pair.B].Details[both.b], r.Runs[pair.A].Details[both.a])
		}
	}
	return nil
}

// add takes in the values of a run, less others if there are any.
func (m detailMoments) add(values, less []float64) {
	for c, v := range values {
		if less != nil {
			v -= less[c]
		}
		if v == v {
			m[c].Add(v)
		}
	}
}

// A DetailEstimate is what a service or pôle came to under a scenario, or by how much that differs from what it came to
// under another.
type DetailEstimate struct {
	Scenario string `json:"scenario"`
	Less     string `json:"less,omitempty"` // scenario subtracted, replication by replication; empty for a mean
	Of       string `json:"of"`             // "service" or "pole"
	Name     string `json:"name"`
	Detail   string `json:"detail"`
	Unit     string `json:"unit"`
	Theme    string `json:"theme"`          // what it is about
	Part     string `json:"part,omitempty"` // key of the parameter that switches on the part it belongs to; empty for the core
	Estimate        // over the replications in which it had a value
}

// Estimates lists the means of all services and pôles under each scenario, then the paired differences. What had no value
// in any run is left out.
func (d *Details) Estimates() (list []DetailEstimate) {
	add := func(scenario, less int, entity model.Entity, of detailMoments) {
		for c := range of {
			if of[c].N == 0 {
				continue
			}
			e := DetailEstimate{Scenario: d.Plan.Scenarios[scenario].Name, Of: entity.Of, Name: entity.Name,
				Detail: d.columns[c].Name, Unit: d.columns[c].Units(),
				Theme: d.columns[c].Theme, Part: d.columns[c].Part, Estimate: estimateFrom(of[c])}
			if less >= 0 {
				e.Less, e.Unit = d.Plan.Scenarios[less].Name, d.columns[c].UnitsBetween()
			}
			list = append(list, e)
		}
	}
	for k := range d.means {
		for e, of := range d.means[k] {
			add(k, -1, d.entities[k][e], of)
		}
	}
	for k, pair := range d.Pairs {
		for e, of := range d.pairs[k] {
			add(pair.B, pair.A, d.entities[pair.B][d.partners[k][e].b], of)
		}
	}
	return list
}

// save writes them into a file of the result folder, which is not whole before it is finished.
func (d *Details) save(path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(d.WriteCSV(file), file.Sync(), file.Close())
}

// WriteCSV writes the estimates as a table for spreadsheets, in the same form as exported results.
func (d *Details) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write([]string{"scenario", "less", "of", "name", "detail", "unit", "n", "mean", "low", "high", "sd", "theme", "part"}); err != nil {
		return err
	}
	number := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
	for _, e := range d.Estimates() {
		if err := out.Write([]string{e.Scenario, e.Less, e.Of, e.Name, e.Detail, e.Unit,
			strconv.Itoa(e.N), number(e.Mean), number(e.Low), number(e.High), number(e.SD), e.Theme, e.Part}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
