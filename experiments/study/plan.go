package study

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"path"
	"path/filepath"
	"slices"

	"polesim/experiments/store"
)

// A Plan says what a study is. Two plans that agree in all but Title, Command and Files are the same study; the design's
// hash stands for the files.
type Plan struct {
	Title        string         `json:"title"`
	Program      store.Program  `json:"program"`
	Command      []string       `json:"command"`
	Design       string         `json:"design"` // hash of the design and of all it names
	Seed         uint64         `json:"seed,string"`
	OwnNumbers   bool           `json:"own_random_numbers"` // each point has its own; else they are common to all points
	Points       int            `json:"points"`
	Replications Replications   `json:"replications"`
	Sampler      Sampler        `json:"sampler"`
	Rows         []string       `json:"scenarios"` // of a run, in order
	Factors      []store.Factor `json:"factors"`   // columns of points.parquet
	Columns      []store.Column `json:"columns"`   // outcomes of a row
	Files        []File         `json:"-"`         // to be kept in the folder
}

// sum is a hash of what makes plans the same study. Files of runs carry it, so that none passes for another study's.
// A field that is added to plans later must be left out of JSON where it is empty.
func (p *Plan) sum() string {
	same := *p
	same.Title, same.Command, same.Program = "", nil, store.Program{}
	hash := sha256.Sum256([]byte(mustJSON(same)))
	return hex.EncodeToString(hash[:hashDigits/2])
}

// Replications says how often each point is run.
type Replications struct {
	Most  int        `json:"most"`            // of a point; the number, where it is fixed
	Until *Precision `json:"until,omitempty"` // nil where it is fixed
}

// A Precision ends the replications of a point once an outcome is known well enough: at Least, then after every Every
// further ones, if the 95 % interval (Student) of its paired difference between two scenarios is no wider than HalfWidth
// to each side, or that of the outcome itself where there is one scenario.
type Precision struct {
	Outcome   string    `json:"outcome"`          // name of a column
	Between   [2]string `json:"between,omitzero"` // scenarios; none: the only one there is
	HalfWidth float64   `json:"half_width"`       // in its unit, more than 0
	Least     int       `json:"least"`            // replications, 2 or more
	Every     int       `json:"every"`            // replications, 1 or more
}

// A Sampler says how the points were chosen: what may be concluded from them depends on it.
type Sampler struct {
	Name     string          `json:"name"`
	Settings json.RawMessage `json:"settings,omitempty"`
}

// A File is kept in the folder as it is.
type File struct {
	Name string // relative, with slashes: "scenarios/pmu.toml"
	Text []byte
}

const maxRuns = 1 << 53 // that numbers of JSON and JavaScript can count

// Check returns what is wrong with the plan, wrapping ErrUnfit.
func (p *Plan) Check() error {
	r := p.Replications
	switch {
	case p.Points < 1 || p.Points > math.MaxInt32:
		return fmt.Errorf("%w: %d points, expected 1 to %d", ErrUnfit, p.Points, math.MaxInt32)
	case r.Most < 1 || r.Most > math.MaxInt32 || r.Most > maxRuns/p.Points:
		return fmt.Errorf("%w: %d replications of %d points, expected 1 to %d", ErrUnfit, r.Most, p.Points, min(math.MaxInt32, maxRuns/p.Points))
	case len(p.Rows) == 0:
		return fmt.Errorf("%w: it runs no scenario", ErrUnfit)
	}
	for i, name := range p.Rows {
		if name == "" || slices.Contains(p.Rows[:i], name) {
			return fmt.Errorf("%w: scenario name %q is empty or used twice", ErrUnfit, name)
		}
	}
	for _, f := range p.Files {
		if !filepath.IsLocal(f.Name) || path.Clean(f.Name) != f.Name || slices.Contains(ownNames, path.Base(f.Name)) {
			return fmt.Errorf("%w: a file %q cannot be kept in its folder", ErrUnfit, f.Name)
		}
	}
	return r.check(p.Columns, p.Rows)
}

func (r Replications) check(columns []store.Column, rows []string) error {
	u := r.Until
	if u == nil {
		return nil
	}
	switch {
	case !slices.ContainsFunc(columns, func(c store.Column) bool { return c.Name == u.Outcome }):
		return fmt.Errorf("%w: replications until %q is known: there is no such outcome", ErrUnfit, u.Outcome)
	case (u.Between != [2]string{} || len(rows) != 1) && (u.Between[0] == u.Between[1] || len(without(u.Between[:], rows)) > 0):
		return fmt.Errorf("%w: replications until a difference between %q is known: expected two of %q", ErrUnfit, u.Between, rows)
	case !(u.HalfWidth > 0) || math.IsInf(u.HalfWidth, 0):
		return fmt.Errorf("%w: replications until a half-width of %v: expected more than 0", ErrUnfit, u.HalfWidth)
	case u.Least < 2 || u.Least > r.Most:
		return fmt.Errorf("%w: at least %d replications: expected 2 to the %d that are the most", ErrUnfit, u.Least, r.Most)
	case u.Every < 1:
		return fmt.Errorf("%w: a look after every %d replications: expected 1 or more", ErrUnfit, u.Every)
	}
	return nil
}

// Runs returns how many runs are planned, at most.
func (p *Plan) Runs() int { return p.Points * p.Replications.Most }

// all returns the span of the plan.
func (p *Plan) all() Span { return Span{0, p.Runs()} }

// unitRuns is how many runs are done, kept and counted together: 1, or those of a point where what one gives decides
// whether there is another.
func (p *Plan) unitRuns() int {
	if p.Replications.Until != nil {
		return p.Replications.Most
	}
	return 1
}

// Span returns the runs of a shard.
func (p *Plan) Span(shard Shard) Span {
	size := p.unitRuns()
	units := shard.of(p.Runs() / size)
	return Span{units.First * size, units.End * size}
}

// run returns the number of a run.
func (p *Plan) run(point, replication int) int { return point*p.Replications.Most + replication }

// place returns the point and the replication of a run.
func (p *Plan) place(run int) (point, replication int) {
	return run / p.Replications.Most, run % p.Replications.Most
}
