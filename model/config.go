package model

import (
	"fmt"
	"slices"

	"polesim/sim"
)

// ServiceID, PoleID and SiteID index the slices of a Config and of the Hospital built from it.
type (
	ServiceID int32
	PoleID    int32
	SiteID    int32
)

// Kind is the kind of work of a service: it shapes the generated workflow and a part of the discipline layer, says who has
// beds and how patients go on from there and, if a scenario asks for it, who shares a template or a code.
type Kind int

// The kinds of services, from the nomenclature of domain work: who sends patients to whom differs by kind.
const (
	Medical Kind = iota
	Surgical
	Diagnostic
	Emergency
	Critical
	WomenChild
	Psychiatry
	Rehabilitation
	LongTerm
	Support
)

// KindNames are the words by which scenarios name the kinds, in the order of the constants.
var KindNames = []string{"medical", "surgical", "diagnostic", "emergency", "critical", "women-child",
	"psychiatry", "rehabilitation", "long-term", "support"}

// String returns the kind's name in a scenario.
func (k Kind) String() string { return KindNames[k] }

// A Service (French: service) is the agent of the model: a collective of practice, of identity and of socialisation.
type Service struct {
	Name       string
	Site       SiteID
	Pole       PoleID  // in the given perimeter
	Discipline string  // services of one discipline share training, teaching and research
	Kind       Kind    // of work
	Activity   float64 // weight of the service in the hospital's outcomes: stays or acts a year, > 0
	Own        Overrides
}

// A Pole (French: pôle) groups services. Its charter is the hospital's, but for what it sets itself.
type Pole struct {
	Name string
	Own  Overrides
}

// A Site is a place. Meeting across sites costs attendance.
type Site struct{ Name string }

// A Flow is a number of patient movements from one service to another.
type Flow struct {
	From, To ServiceID
	Count    float64 // movements over any fixed period, ≥ 0
}

// A Perimeter is another way of grouping the same services: Pole[i] is the pôle of service i.
type Perimeter struct {
	Name  string
	Poles []string // names
	Pole  []PoleID // by service
}

// Overrides are a service's or pôle's own values of parameters.
type Overrides map[ParameterID]float64

// A Config is a scenario fully resolved: what a Hospital is built from. It holds no file and reads none.
type Config struct {
	Name        string // short name: the scenario file without its ending
	Title       string // one line for tables and figures
	Description string
	Values      []float64 // by ParameterID
	Sites       []Site
	Services    []Service // empty: a hospital of blocks is generated from hospital.*
	Poles       []Pole
	Flows       []Flow      // empty: the workflow is generated from kinds and sites
	Perimeters  []Perimeter // alternatives to the given one
	Start       sim.Date    // the calendar month of month 0; zero: none is said
	Timeline    []Event     // what changes in the course of a run
}

// NewConfig returns a scenario in which every parameter has its default value.
func NewConfig(name string) *Config {
	c := &Config{Name: name, Title: name, Values: make([]float64, len(registry))}
	for id, p := range registry {
		c.Values[id] = p.Default
	}
	return c
}

// Clone returns a deep copy of c.
func (c *Config) Clone() *Config {
	d := *c
	d.Values = append([]float64(nil), c.Values...)
	d.Sites = append([]Site(nil), c.Sites...)
	d.Services = append([]Service(nil), c.Services...)
	for i := range d.Services {
		d.Services[i].Own = d.Services[i].Own.clone()
	}
	d.Poles = append([]Pole(nil), c.Poles...)
	for p := range d.Poles {
		d.Poles[p].Own = d.Poles[p].Own.clone()
	}
	d.Flows = append([]Flow(nil), c.Flows...)
	d.Perimeters = append([]Perimeter(nil), c.Perimeters...)
	d.Timeline = append([]Event(nil), c.Timeline...)
	for k := range d.Timeline {
		e := &d.Timeline[k]
		e.Settings, e.Moves = e.Settings.clone(), slices.Clone(e.Moves)
		e.Poles, e.Services = slices.Clone(e.Poles), slices.Clone(e.Services)
	}
	return &d
}

func (o Overrides) clone() Overrides {
	if o == nil {
		return nil
	}
	d := make(Overrides, len(o))
	for k, v := range o {
		d[k] = v
	}
	return d
}

// Value returns the hospital's value of a parameter.
func (c *Config) Value(id ParameterID) float64 { return c.Values[id] }

// Set gives the parameter with this key a value, after checking it.
func (c *Config) Set(key string, v float64) error {
	id, ok := Lookup(key)
	if !ok {
		return fmt.Errorf("%s: no such parameter", key)
	}
	if err := registry[id].Check(v); err != nil {
		return fmt.Errorf("%s = %v %w", key, v, err)
	}
	c.Values[id] = v
	return nil
}

// ServiceValue returns service i's value of a parameter: its own, or else the hospital's.
func (c *Config) ServiceValue(i ServiceID, id ParameterID) float64 {
	if v, ok := c.Services[i].Own[id]; ok {
		return v
	}
	return c.Values[id]
}

// uses says whether a switch or weight is anything but 0 in the hospital, in a pôle or in a service, at any time.
func (c *Config) uses(id ParameterID) bool {
	if c.Values[id] != 0 {
		return true
	}
	for p := range c.Poles {
		if c.Poles[p].Own[id] != 0 {
			return true
		}
	}
	for i := range c.Services {
		if c.Services[i].Own[id] != 0 {
			return true
		}
	}
	return slices.ContainsFunc(c.Timeline, func(e Event) bool { return e.Settings[id] != 0 })
}

// PoleValue returns pôle p's value of a charter parameter: its own, or else the hospital's.
func (c *Config) PoleValue(p PoleID, id ParameterID) float64 {
	if int(p) < len(c.Poles) {
		if v, ok := c.Poles[p].Own[id]; ok {
			return v
		}
	}
	return c.Values[id]
}
