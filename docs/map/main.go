// Map runs the small scenarios scenarios/map over a few cells and writes its tables into docs/map.md, between the
// markers that hold their names. It draws no conclusions: the words around the tables are written by hand.
//
// Usage, from the root of the repository:
//
//	go run ./docs/map
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
	"polesim/scenarios"
)

func main() {
	page := flag.String("page", "docs/map.md", "page to write the tables into")
	replications := flag.Int("replications", 200, "replications of each cell")
	flag.Parse()
	log.SetFlags(0)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := write(ctx, *page, *replications); err != nil {
		log.Fatal("map: ", err)
	}
}

// write runs everything and replaces the tables of the page.
func write(ctx context.Context, page string, replications int) error {
	text, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	filled := string(text)
	for _, part := range []struct {
		name string
		make func(context.Context, int) (string, error)
	}{{"map", theMap}, {"uncoupled", uncoupled}, {"random", randomPerimeters}} {
		table, err := part.make(ctx, replications)
		if err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
		if filled, err = replace(filled, part.name, table); err != nil {
			return fmt.Errorf("%s: %w", page, err)
		}
	}
	return os.WriteFile(page, []byte(filled), 0o644)
}

// replace puts a table between the markers of its name.
func replace(text, name, table string) (string, error) {
	begin, end := "<!-- "+name+":begin -->", "<!-- "+name+":end -->"
	from, to := strings.Index(text, begin), strings.Index(text, end)
	if from < 0 || to < from {
		return "", fmt.Errorf("no %s … %s", begin, end)
	}
	return text[:from+len(begin)] + "\n" + table + text[to:], nil
}

// A cell is a point of the map.
type cell struct{ autonomy, validity, congruence float64 }

// cells are those that an earlier prototype was read at.
var cells = []cell{{.2, .9, .9}, {.2, .9, 0}, {.8, .9, .9}, {.8, .5, .5}, {.8, .1, 0}}

// ordinary is the cell of the two checks: the defaults of the parameters.
var ordinary = cell{.8, .4, .2}

func (c cell) sets() []string {
	return []string{
		fmt.Sprintf("professionals.autonomy=%v", c.autonomy),
		fmt.Sprintf("measurement.validity=%v", c.validity),
		fmt.Sprintf("environment.congruence=%v", c.congruence),
	}
}

func (c cell) String() string {
	return fmt.Sprintf("%v | %v | %v", c.autonomy, c.validity, c.congruence)
}

// smallestOfInterest is the share of the coordination gap below which a difference in care does not matter.
const smallestOfInterest = .05

// governances are the scenarios of the map, in the order of their columns.
var governances = []string{"services", "network", "pmu", "contract"}

// run runs scenarios of scenarios/map on common random numbers. One that ends in "/random" has random perimeters.
func run(ctx context.Context, names, sets []string, replications int, watch ...experiments.Watch) (*experiments.Summary, error) {
	var configs []*model.Config
	for _, name := range names {
		base, random := strings.CutSuffix(name, "/random")
		own := sets
		if random {
			own = append(own[:len(own):len(own)], "perimeter.random=true")
		}
		c, err := scenarios.Load("map/"+base, own...)
		if err != nil {
			return nil, err
		}
		c.Name = name
		configs = append(configs, c)
	}
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

// outcome finds an outcome that the page reports.
func outcome(name string) int {
	at := model.OutcomeIndex(name)
	if at < 0 {
		panic("map: no outcome " + name)
	}
	return at
}

// difference returns the estimate of b − a.
func difference(s *experiments.Summary, a, b, outcome int) experiments.Estimate {
	for k, p := range s.Pairs {
		if p == (experiments.Pair{A: a, B: b}) {
			return s.Difference(k, outcome)
		}
	}
	panic("map: no such pair")
}

// plain is an estimate of a difference without the star of the command line.
func plain(e experiments.Estimate) string {
	return strings.TrimSpace(strings.Replace(strings.Replace(e.Signed(), "*[", " [", 1), "  [", " [", 1))
}

// theMap is care and goal value in each cell under each governance, and what the contract wins over soft pôles.
func theMap(ctx context.Context, replications int) (string, error) {
	care, goal, ceremony := outcome("care_effectiveness"), outcome("goal_value"), outcome("ceremoniality")
	means := map[int]*strings.Builder{care: {}, goal: {}}
	var differences strings.Builder
	var gap string
	for _, c := range cells {
		s, err := run(ctx, governances, c.sets(), replications)
		if err != nil {
			return "", err
		}
		alone, whole := s.Mean(0, outcome("care_uncoordinated")), s.Mean(0, outcome("care_full_information"))
		gap = fmt.Sprintf("Uncoordinated search reaches a care of %v, full-information search %v: a coordination gap of %.3f, of which 5 %% are %.4f.\n",
			alone, whole, whole.Mean-alone.Mean, smallestOfInterest*(whole.Mean-alone.Mean))
		for o, b := range means {
			fmt.Fprintf(b, "| %v |", c)
			for k := range governances {
				fmt.Fprintf(b, " %v |", s.Mean(k, o))
			}
			b.WriteByte('\n')
		}
		fmt.Fprintf(&differences, "| %v | %s | %s | %v |\n", c,
			plain(difference(s, 2, 3, care)), plain(difference(s, 2, 3, goal)), s.Mean(3, ceremony))
	}
	head := "| autonomy | validity | congruence | services | network | pmu | contract |\n|" + strings.Repeat(" --- |", 7) + "\n"
	return fmt.Sprintf("\nCare effectiveness (index 0–1), mean [95 %% interval], %d replications:\n\n%s%s", replications, head, means[care]) +
		"\n" + gap +
		fmt.Sprintf("\nGoal value: the mean of care and margin effectiveness (index 0–1), mean [95 %% interval]:\n\n%s%s", head, means[goal]) +
		"\nContract less pmu, paired, mean [95 % interval]; and ceremoniality under contract (share):\n\n" +
		"| autonomy | validity | congruence | care (index) | goal value (index) | ceremoniality |\n|" + strings.Repeat(" --- |", 6) + "\n" +
		differences.String() + "\n", nil
}

// uncoupled is what arenas win where services do not depend on each other.
func uncoupled(ctx context.Context, replications int) (string, error) {
	care, goal := outcome("care_effectiveness"), outcome("goal_value")
	var b strings.Builder
	b.WriteString("\n| couplings across | arena | care (index), less no pôles | in standard errors | goal value (index), less no pôles |\n|" + strings.Repeat(" --- |", 5) + "\n")
	for _, across := range []int{0, 3} {
		s, err := run(ctx, governances, append(ordinary.sets(), fmt.Sprintf("environment.interdependence_across=%d", across)), replications)
		if err != nil {
			return "", err
		}
		for k := 1; k < len(governances); k++ {
			e := difference(s, 0, k, care)
			fmt.Fprintf(&b, "| %d | %s | %s | %+.1f | %s |\n", across, governances[k], plain(e), inErrors(e), plain(difference(s, 0, k, goal)))
		}
	}
	b.WriteByte('\n')
	return b.String(), nil
}

// randomPerimeters is what soft and contract pôles keep of their gain when their services are drawn at random.
func randomPerimeters(ctx context.Context, replications int) (string, error) {
	names := []string{"services", "pmu", "pmu/random", "contract", "contract/random", "network"}
	care, coverage := outcome("care_effectiveness"), outcome("coverage")
	gains := make([][]float64, len(names))
	watch := func(r experiments.Replication) error {
		if r.Err == nil {
			for k := range names {
				gains[k] = append(gains[k], r.Runs[k].Values[care]-r.Runs[0].Values[care])
			}
		}
		return nil
	}
	s, err := run(ctx, names, ordinary.sets(), replications, watch)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString("\n| pôles | couplings inside (share) | care (index), less no pôles | kept of the aligned gain |\n|" + strings.Repeat(" --- |", 4) + "\n")
	for k := 1; k < len(names); k++ {
		kept := "–"
		if strings.HasSuffix(names[k], "/random") {
			kept = "nothing to keep"
			if s.Difference(k-2, care).Low > 0 {
				kept = ratioOf(gains[k], gains[k-1]).String()
			}
		}
		inside := s.Mean(k, coverage).String()
		if names[k] == "network" {
			inside = "–"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", strings.Replace(names[k], "/", ", ", 1), inside, plain(s.Difference(k-1, care)), kept)
	}
	b.WriteByte('\n')
	return b.String(), nil
}
