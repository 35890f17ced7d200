// Tables runs what README.md and docs/ report, and writes the tables into these pages, between the markers that hold
// their names. It draws no conclusions: the words around the tables are written by hand.
//
// Usage, from the root of the repository:
//
//	go run ./docs/tables
//	go run ./docs/tables -only docks
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"strings"

	"polesim/experiments"
	"polesim/model"
)

// A table is made by runs and stands between the markers <!-- name:begin --> and <!-- name:end --> of a page.
type table struct {
	page, name string
	make       func(ctx context.Context, replications int) (string, error)
}

var tables = append([]table{
	{"README.md", "group", theGroup},
	{"docs/map.md", "map", theMap},
	{"docs/map.md", "indicator", theIndicator},
	{"docs/map.md", "uncoupled", uncoupled},
	{"docs/map.md", "random", randomPerimeters},
	{"docs/guide-planners.md", "planners", planners},
	{"docs/odd.md", "patterns", thePatterns},
	{"docs/odd.md", "ranges", theRanges},
	{"docs/odd.md", "influence", theInfluence},
}, classicTables()...)

func main() {
	replications := flag.Int("replications", 200, "replications of each comparison")
	only := flag.String("only", "", "make only the tables of this name, or the figures of published models (figures)")
	flag.Parse()
	log.SetFlags(0)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	for _, t := range tables {
		if *only != "" && t.name != *only {
			continue
		}
		if err := t.write(ctx, *replications); err != nil {
			log.Fatalf("tables: %s in %s: %v", t.name, t.page, err)
		}
	}
	if *only == "" || *only == "figures" {
		if err := drawClassics(ctx); err != nil {
			log.Fatalf("tables: figures of published models: %v", err)
		}
	}
}

// write makes the table and replaces the one of the page.
func (t table) write(ctx context.Context, replications int) error {
	made, err := t.make(ctx, replications)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(t.page)
	if err != nil {
		return err
	}
	filled, err := replace(string(text), t.name, made)
	if err != nil {
		return err
	}
	return os.WriteFile(t.page, []byte(filled), 0o644)
}

// replace puts a table between the markers of its name.
func replace(text, name, made string) (string, error) {
	begin, end := "<!-- "+name+":begin -->", "<!-- "+name+":end -->"
	from, to := strings.Index(text, begin), strings.Index(text, end)
	if from < 0 || to < from {
		return "", fmt.Errorf("no %s … %s", begin, end)
	}
	return text[:from+len(begin)] + "\n\n" + made + "\n" + text[to:], nil
}

// head writes the head of a table.
func head(columns ...string) string {
	return "| " + strings.Join(columns, " | ") + " |\n|" + strings.Repeat(" --- |", len(columns)) + "\n"
}

// together runs scenarios on common random numbers.
func together(ctx context.Context, configs []*model.Config, replications int, watch ...experiments.Watch) (*experiments.Summary, error) {
	plan, err := experiments.NewPlan(configs, nil)
	if err != nil {
		return nil, err
	}
	plan.Replications = replications
	s := experiments.NewSummary(plan)
	if err := plan.Run(ctx, append(watch, s.Watch)...); err != nil {
		return nil, err
	}
	return s, s.FirstFailure()
}

// outcome finds an outcome that a page reports.
func outcome(name string) int {
	at := model.OutcomeIndex(name)
	if at < 0 {
		panic("tables: no outcome " + name)
	}
	return at
}

// mean writes an outcome's mean; a share or index that is 0 in all runs without an interval.
func mean(e experiments.Estimate) string {
	if e.Mean == 0 && e.SD == 0 {
		return "0"
	}
	return e.String()
}

// difference writes the estimate of b − a.
func difference(s *experiments.Summary, a, b, outcome int) string {
	return signed(s.Difference(pair(s, a, b), outcome))
}

// pair finds a comparison.
func pair(s *experiments.Summary, a, b int) int {
	for k, p := range s.Pairs {
		if p == (experiments.Pair{A: a, B: b}) {
			return k
		}
	}
	panic("tables: no such pair")
}

// signed writes an estimate of a difference, without the star of the command line.
func signed(e experiments.Estimate) string {
	return strings.Replace(strings.TrimRight(e.Signed(), " *"), "-", "−", 1)
}

// gapOf says how well the references do, and how much of their difference is too little to matter.
func gapOf(s *experiments.Summary) string {
	const smallest = .05
	alone, whole := s.Mean(0, outcome("care_uncoordinated")), s.Mean(0, outcome("care_full_information"))
	gap := whole.Mean - alone.Mean
	return fmt.Sprintf("Uncoordinated search reaches a care of %v, full-information search %v.\n"+
		"5 %% of this coordination gap are %.4f: care differences below that are taken to be too small to matter.\n", alone, whole, smallest*gap)
}
