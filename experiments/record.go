package experiments

import (
	"path"
	"strings"

	"polesim/experiments/plot"
	"polesim/experiments/store"
	"polesim/model"
	"polesim/scenarios"
)

// A Record keeps a plan's runs in a result folder as they come.
type Record struct {
	Folder *store.Folder
	plan   *Plan
	all    bool // months of every run too
	runs   []store.Run
	months []store.MonthRow
	rows   [][]store.DetailRow // of each scenario; nil unless the plan looks at details
}

// NewRecord starts the result folder dir for a plan. Program and command say what produced it; with all, the months of
// every run are kept too, and if the plan looks at them the details; with force a folder of that name is replaced.
func NewRecord(dir string, force, all bool, p *Plan, program store.Program, command []string) (*Record, error) {
	m := store.Manifest{Program: program, Command: command, Seed: p.Seed, Months: p.Months, Replications: p.Replications}
	for _, c := range p.Scenarios {
		var text strings.Builder
		if err := scenarios.Write(&text, c); err != nil {
			return nil, err
		}
		m.Scenarios = append(m.Scenarios, store.Scenario{Name: c.Name, Title: c.Title, Hash: scenarios.Hash(c), TOML: text.String()})
	}
	m.Further = furtherFiles()
	if p.Details {
		m.DetailColumns = detailColumns(model.Details())
	}
	folder, err := store.Create(dir, force, m, columns(model.Outcomes()), columns(model.MonthlyOutcomes()))
	if err != nil {
		return nil, err
	}
	r := &Record{Folder: folder, plan: p, all: all}
	if p.Details {
		r.rows = detailRows(p)
	}
	return r, nil
}

// furtherFiles are those that Execute may put into a result folder beside its rows.
func furtherFiles() []string {
	names := []string{DetailsFile}
	for _, figure := range figureNames {
		for _, file := range plot.Files(figure) {
			names = append(names, path.Join(figuresName, file))
		}
	}
	return names
}

func columns(outcomes []model.Outcome) []store.Column {
	list := make([]store.Column, len(outcomes))
	for k, o := range outcomes {
		list[k] = store.Column{Name: o.Name, Unit: o.Units(), Meaning: o.Meaning}
	}
	return list
}

func detailColumns(details []model.Detail) []store.Column {
	list := make([]store.Column, len(details))
	for k, d := range details {
		list[k] = store.Column{Name: d.Name, Unit: d.Units(), Meaning: d.Meaning}
		switch {
		case !d.OfPoles():
			list[k].Meaning += " Of services only."
		case !d.OfServices():
			list[k].Meaning += " Of pôles only."
		}
	}
	return list
}

// detailRows are rows for the services and pôles of each scenario, without values.
func detailRows(p *Plan) [][]store.DetailRow {
	var rows [][]store.DetailRow
	for k, c := range p.Scenarios {
		var of []store.DetailRow
		for _, entity := range p.blueprint().Entities(k) {
			of = append(of, store.DetailRow{Scenario: c.Name, Of: entity.Of, Name: entity.Name})
		}
		rows = append(rows, of)
	}
	return rows
}

// Watch puts a replication into the folder.
func (r *Record) Watch(x Replication) error {
	r.runs = r.runs[:0]
	for k, c := range r.plan.Scenarios {
		run := store.Run{Scenario: c.Name, Replication: x.Number, Seed: r.plan.Seed, Status: store.Done}
		if x.Err != nil {
			run.Status, run.Error = store.Failed, x.Err.Error()
		} else {
			run.Values = x.Runs[k].Values
			if r.all {
				if err := r.addMonths(c.Name, x.Number, &x.Runs[k]); err != nil {
					return err
				}
			}
			if r.rows != nil {
				if err := r.addDetails(k, x.Number, &x.Runs[k]); err != nil {
					return err
				}
			}
		}
		r.runs = append(r.runs, run)
	}
	return r.Folder.Add(x.Number, r.runs)
}

// addMonths puts the months of one run into the folder.
func (r *Record) addMonths(scenario string, replication int, run *model.RunResult) error {
	if r.months == nil { // the folder copies values, so one set of rows serves all runs
		r.months = make([]store.MonthRow, r.plan.Months)
		for month := range r.months {
			r.months[month].Values = make([]float64, len(run.Series))
		}
	}
	for month := range r.months {
		row := &r.months[month]
		row.Scenario, row.Replication, row.Month = scenario, replication, month
		for o := range run.Series {
			row.Values[o] = run.Series[o][month]
		}
	}
	return r.Folder.AddSeries(replication, r.months)
}

// addDetails puts the services and pôles of one run into the folder.
func (r *Record) addDetails(scenario, replication int, run *model.RunResult) error {
	rows := r.rows[scenario] // the folder copies values, so one set of rows serves all runs
	for e := range rows {
		rows[e].Replication, rows[e].Values = replication, run.Details[e]
	}
	return r.Folder.AddDetails(replication, rows)
}
