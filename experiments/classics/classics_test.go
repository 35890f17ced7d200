package classics

import (
	"context"
	"flag"
	"fmt"
	"math"
	"slices"
	"testing"

	"polesim/sim"
)

// replications makes runs of docks shorter or longer.
var replications = flag.Int("replications", 0, "replications of each dock; 0 for a quick run")

// TestAllThatWasPublishedDocks is the point of the package: quick runs of every model pass every dock.
func TestAllThatWasPublishedDocks(t *testing.T) {
	for _, c := range All() {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			_, err := Try(context.Background(), c, Budget{Seed: 1, Replications: *replications}, func(f Finding) error {
				report := t.Logf
				if !f.Passes {
					report = t.Errorf
				}
				report("%s, %s: published %s, ours %s (n = %d): %s, %s", f.Dock.Quantity, f.Setting(), f.Expected(), f.Found(), f.N, f.Apart(), f.Verdict())
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}

// Whoever waits for a long run is told of each replication, those of figures too.
func TestEachReplicationIsToldOf(t *testing.T) {
	seen := 0
	b := Budget{Replications: 7, Seed: 1, Watch: func() { seen++ }}
	if _, err := Measure(context.Background(), &toy, toy.Defaults(), b); err != nil {
		t.Fatal(err)
	}
	if seen != b.Count(&toy) || seen != 7 {
		t.Errorf("of %d replications %d were told of", b.Count(&toy), seen)
	}
	f := Figure{Name: "toy", Question: "How much?", Quantity: "level", Along: "a", At: []string{"1", "2", "3"},
		Lines: []Line{{Label: "plain"}, {Label: "twice", Set: []string{"form=twice"}}}}
	seen = 0
	if _, err := toy.Draw(context.Background(), &f, b); err != nil {
		t.Fatal(err)
	}
	if seen != 7*3*2 {
		t.Errorf("of 42 replications of a figure %d were told of", seen)
	}
	for _, is := range []struct {
		b    Budget
		want int
	}{{Budget{}, 4}, {Budget{Full: true}, 8}, {Budget{Replications: 3}, 3}} {
		if n := is.b.Count(&toy); n != is.want {
			t.Errorf("%+v are %d replications of the toy, want %d", is.b, n, is.want)
		}
	}
}

// TestAnyNumberOfWorkersGivesTheSameBits holds for every model at its defaults.
func TestAnyNumberOfWorkersGivesTheSameBits(t *testing.T) {
	for _, c := range All() {
		measure := func(workers int) string {
			m, err := Measure(context.Background(), c, c.Defaults(), Budget{Replications: 9, Seed: 5, Workers: workers})
			if err != nil {
				t.Fatal(err)
			}
			return fmt.Sprint(*m) // each number in full, and those that are none too
		}
		if one, several := measure(1), measure(3); one != several {
			t.Errorf("%s: one worker measures %v, three %v", c.Name, one, several)
		}
	}
}

// variations are settings beside the defaults that reach what each model has that the defaults do not use.
var variations = map[string][][]string{
	"nk":          {{"N=96", "K=2", "neighbourhood=random"}, {uncounted}},
	"levinthal":   {{"jumps=.2", "change=5", "changed=4"}},
	"hospital":    {{"services=4", "practices=4", "within=3", "across=3", "heeding=no"}},
	"siggelkow":   {{"pattern=modular", "structure=central"}, {"judged=apart", "structure=decentral"}},
	"rivkin":      {{"coordination=active", "ALTCEO=2"}, {"coordination=veto", "INCENT=.5"}},
	"ethiraj2004": {{"designed=8", "recombination=module"}},
	"ethiraj2009": {{"G=3", "rewarded=A"}},
	"march":       {{"turnover=.1", "turbulence=.05", "m=70", "fast=.5"}, {"reading=naive"}},
	"fang":        {{"n=28", "network=small-world"}, {"n=28", "network=1-2,2-3"}, {"n=28", "m=130"}},
	"lazer":       {{"N=10", "network=random", "velocity=.5"}, {"N=10", "network=small-world", "error=.3", "t=9"}, {"N=10", asPrinted}},
	"garbagecan":  {{"load=light", "access=specialised"}},
}

// TestARunOwesNothingToThoseBefore says that each leaves all quantities, and its course, as it would if it were the first, and
// that each replication is another.
func TestARunOwesNothingToThoseBefore(t *testing.T) {
	for _, c := range All() {
		for _, sets := range append(variations[c.Name], nil) {
			leave := func(r Runner, replication int) (all []float64) {
				into := slices.Repeat([]float64{-123}, len(c.Quantities))
				r.Run(replication, sim.NewKey(6, replication), into)
				if slices.Contains(into, -123) {
					t.Errorf("%s %v: some quantities are not left: %v", c.Name, sets, into)
				}
				if o, is := r.(Over); is {
					into = append(into, o.Course()...)
				}
				return into
			}
			used := runnerOf(t, c, sets...)
			var before []float64
			for replication := range 4 {
				got := leave(used, replication)
				want := leave(runnerOf(t, c, sets...), replication)
				same := func(a, b float64) bool {
					return math.Float64bits(a) == math.Float64bits(b) || math.IsNaN(a) && math.IsNaN(b)
				}
				if !slices.EqualFunc(got, want, same) {
					t.Errorf("%s %v: replication %d leaves %v after others, %v alone", c.Name, sets, replication, got, want)
				}
				if e, exact := used.(Enumerated); slices.EqualFunc(got, before, same) && !(exact && e.Cases() == 1) {
					t.Errorf("%s %v: replications %d and %d leave the same", c.Name, sets, replication-1, replication)
				}
				before = got
			}
		}
	}
}
