package classics

import (
	"context"
	"fmt"
	"math"

	"polesim/experiments/moments"
)

// A Dock is something that was published and that a model must reproduce: a number, or an ordering of two settings.
type Dock struct {
	Quantity string
	At       []string // what is set, as a user would: "N=16"
	Against  []string // of an ordering: what the other setting is

	Kind      DockKind
	Published float64 // of a number, a difference's limit, a share
	Error     float64 // standard error of what was published; 0 where it is exact
	Scale     float64 // the published number is so many times a share: 1,000 for wins in 1,000; 0 is 1
	Source    Source
	// Slow leaves the dock to a full run.
	Slow bool
	// Note says in words what is held against what, where the settings do not.
	Note string
	// Factor multiplies the replications of a budget, for docks whose published value is precise; 0 is 1.
	Factor float64
}

// A DockKind says how a dock is decided.
type DockKind int

// The kinds of docks. The difference d and its standard error s are those between ours and the published number or, of
// orderings, between the two settings, replication by replication on the same chances.
const (
	Equals  DockKind = iota // the number is reproduced: |d| ≤ 4 s
	Above                   // the quantity is higher than against the other setting: d ≥ 4 s
	Same                    // it is as high, as far as can be told: |d| ≤ 4 s
	Wins                    // the share of replications in which it is higher than against the other is the published one
	Differs                 // a misreading is told from the published number: |d| > 4 s, as it should be
)

// String says in a word or two what is expected.
func (k DockKind) String() string {
	return [...]string{"equal", "higher", "as high", "share of wins", "not equal"}[k]
}

// A Source says how what was published is known.
type Source int

// The sources, by how certain they are.
const (
	Exact          Source = iota // follows from the model by calculation
	Paper                        // read in the paper
	Code                         // published program
	Reimplementing               // mean of an independent implementation
)

// String says it in a word or two.
func (s Source) String() string {
	return [...]string{"exact", "paper", "published code", "independent implementation"}[s]
}

// errors4 is how many standard errors decide.
const errors4 = 4

// errorAssumed is the note of docks whose published standard error is not known: what is taken instead stands on the page.
const errorAssumed = "the published standard error is assumed"

// A Finding is a dock that was tried.
type Finding struct {
	Classic *Classic
	Dock    *Dock
	Ours    float64 // as the published number is given
	Error   float64 // its standard error
	N       int
	// Distance is the difference from what was published, or between the two settings, in its standard errors; ±Inf where
	// these are 0 and the difference is not.
	Distance float64
	Passes   bool
}

// Try holds a model against all that was published of it, and hands over what it found, dock by dock. Slow docks are left
// out unless the budget is full; it returns how many. A dock of which too few replications left a value is an error.
func Try(ctx context.Context, c *Classic, b Budget, found func(Finding) error) (left int, err error) {
	for k := range c.Docks {
		d := &c.Docks[k]
		if d.Slow && !b.Full {
			left++
			continue
		}
		f, err := c.try(ctx, d, b)
		if err != nil {
			return left, fmt.Errorf("%s: %w", c.Name, err)
		}
		if err := found(f); err != nil {
			return left, err
		}
	}
	return left, nil
}

// budget is that of one dock.
func (d *Dock) budget(c *Classic, b Budget) Budget {
	b.Replications = b.Count(c)
	if d.Factor != 0 {
		b.Replications = max(2, int(math.Round(float64(b.Replications)*d.Factor)))
	}
	return b
}

// try tries one dock.
func (c *Classic) try(ctx context.Context, d *Dock, b Budget) (Finding, error) {
	at, err := c.Read(d.At...)
	if err != nil {
		return Finding{}, err
	}
	f := Finding{Classic: c, Dock: d}
	settings := []Values{at}
	if d.compares() {
		other, err := c.Read(d.Against...)
		if err != nil {
			return f, err
		}
		settings = append(settings, other)
	}
	var of moments.Moments
	q, exact := c.quantity(d.Quantity), false
	err = replicate(ctx, c, settings, d.budget(c, b), func(_ int, rows []row) {
		exact = rows[0].exact
		x := rows[0].values[q]
		switch d.Kind {
		case Above, Same:
			x -= rows[1].values[q]
		case Wins:
			x = won(x, rows[1].values[q])
		}
		if !math.IsNaN(x) {
			of.Add(x)
		}
	})
	if err != nil {
		return f, err
	}
	r := resultOf(d.Quantity, &of, exact)
	if of.N == 0 || math.IsNaN(r.StandardError) { // which would pass for as high
		return f, fmt.Errorf("%s, %s: %d replications left a value to hold against what was published, expected 2 or more", d.Quantity, f.Setting(), of.N)
	}
	f.decide(r)
	return f, nil
}

// won is 1 for a win, and nothing for a tie.
func won(x, y float64) float64 {
	if x > y {
		return 1
	}
	return 0
}

// decide gives the verdict on what was measured.
func (f *Finding) decide(r Result) {
	d, scale := f.Dock, f.Dock.Scale
	if scale == 0 {
		scale = 1
	}
	f.Ours, f.Error, f.N = r.Value*scale, r.StandardError*scale, r.N
	difference, of := f.Ours-d.Published, math.Hypot(f.Error, d.Error)
	switch {
	case of > 0:
		f.Distance = difference / of
	case math.Abs(difference) > rounding(d.Published): // both are exact
		f.Distance = math.Inf(int(math.Copysign(1, difference)))
	}
	switch d.Kind {
	case Above:
		f.Passes = f.Distance >= errors4
	case Differs:
		f.Passes = math.Abs(f.Distance) > errors4
	default:
		f.Passes = math.Abs(f.Distance) <= errors4
	}
}

// rounding is what an exact number may differ by from one that was reckoned in another order.
func rounding(x float64) float64 { return 1e-9 * max(1, math.Abs(x)) }
