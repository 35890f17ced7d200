package movements

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A Scenario is what an import yields, ready to be written. All its lists are in the order in which they are written.
type Scenario struct {
	Notes       []string // comment at the head of the file
	Title       string
	Sites       []string
	Services    []Service
	Poles       []Group // the given perimeter
	PolesNote   string  // comment above the pôles
	Flow        []Group // the flow-based perimeter
	FlowNote    string  // comment above it
	Flows       []Flow
	FlowsNote   string // comment above them
	UseSites    bool   // services carry their site
	Disciplines bool   // services carry a discipline that was given

	StaysPerActivity float64 // stays for each unit of activity; 0: the scenario does not say
}

// A Service is a unit of the movements.
type Service struct {
	Name, Site, Discipline string
	Kind                   string  // one of model.KindNames
	Activity               float64 // > 0
}

// A Group is a pôle of a perimeter.
type Group struct {
	Name     string
	Services []string
}

// A Flow is a number of movements from one service to another.
type Flow struct {
	From, To string
	Count    float64
}

// Render writes a scenario as TOML. The same scenario gives the same bytes.
func Render(s *Scenario) string {
	var w strings.Builder
	for _, n := range s.Notes {
		comment(&w, n)
	}
	w.WriteString("\ntitle = " + tomlString(s.Title) + "\n\nservices = [\n")
	for _, v := range s.Services {
		w.WriteString("  {name = " + tomlString(v.Name))
		if v.Site != "" {
			w.WriteString(", site = " + tomlString(v.Site))
		}
		w.WriteString(", discipline = " + tomlString(v.Discipline) + ", kind = " + tomlString(v.Kind) +
			", activity = " + tomlNumber(v.Activity) + "},\n")
	}
	w.WriteString("]\n\n[perimeter]\nuse = \"given\"\n")
	if s.StaysPerActivity > 0 {
		w.WriteString("\n[money]\n")
		comment(&w, "Activity counts a stay in each service that it passes through; so many stays are that in all.")
		w.WriteString("stays_per_activity = " + tomlNumber(s.StaysPerActivity) + "\n")
	}
	for _, site := range s.Sites {
		w.WriteString("\n[[sites]]\nname = " + tomlString(site) + "\n")
	}
	w.WriteString("\n")
	comment(&w, s.PolesNote)
	for i, p := range s.Poles {
		if i > 0 {
			w.WriteString("\n")
		}
		w.WriteString("[[poles]]\nname = " + tomlString(p.Name) + "\nservices = ")
		names(&w, p.Services)
	}
	w.WriteString("\n")
	comment(&w, s.FlowNote)
	w.WriteString("[perimeters.flow]\n")
	for _, p := range s.Flow {
		w.WriteString(tomlString(p.Name) + " = ")
		names(&w, p.Services)
	}
	w.WriteString("\n[workflow]\n")
	comment(&w, s.FlowsNote)
	w.WriteString("flows = [\n")
	for _, f := range s.Flows {
		w.WriteString("  [" + tomlString(f.From) + ", " + tomlString(f.To) + ", " + tomlNumber(f.Count) + "],\n")
	}
	w.WriteString("]\n")
	return w.String()
}

func names(w *strings.Builder, list []string) {
	w.WriteString("[")
	width := 0
	for i, n := range list {
		q := tomlString(n)
		if i > 0 {
			w.WriteString(",")
		}
		if width += len(q) + 2; i == 0 || width > 110 {
			w.WriteString("\n  ")
			width = len(q)
		} else {
			w.WriteString(" ")
		}
		w.WriteString(q)
	}
	w.WriteString("\n]\n")
}

// comment writes a line of comment, whatever the text holds.
func comment(w *strings.Builder, text string) {
	if text == "" {
		return
	}
	clean := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == utf8.RuneError {
			return ' '
		}
		return r
	}, text)
	w.WriteString("# " + clean + "\n")
}

// tomlString writes s as a basic string of TOML.
func tomlString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < ' ' || r >= 0x7f && r < 0xa0:
			h := strconv.FormatInt(int64(r), 16)
			b.WriteString(`\u` + strings.Repeat("0", 4-len(h)) + h)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// tomlNumber writes whole numbers without decimals and others as short as they stay exact.
func tomlNumber(v float64) string {
	if v == math.Trunc(v) && math.Abs(v) < 1e15 {
		return strconv.FormatInt(int64(v), 10)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}
