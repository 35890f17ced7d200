package scenarios

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Problem is one thing that is wrong with a scenario, where it is, and what would be right.
type Problem struct {
	File      string // as the user named it, or "--set key=value"
	Line, Col int    // from 1, the column in characters; 0 when the problem has no place in a file
	Key       string // as --set takes it: "services[Cardiology].autonomy"; empty when the whole file is meant
	Value     string // as written; empty when the key itself is the problem
	Message   string // what is wrong, what was expected, the nearest right thing

	Note bool // no more than a note: on what was written and has no effect

	rest int // instead of all that: how many more problems there are
}

// Error writes the problem on one line: file:line:col: key = value message.
func (p Problem) Error() string {
	if p.rest > 0 {
		return fmt.Sprintf("and %d more", p.rest)
	}
	var b strings.Builder
	switch {
	case p.Line > 0:
		fmt.Fprintf(&b, "%s:%d:%d: ", p.File, p.Line, p.Col)
	case p.File != "":
		fmt.Fprintf(&b, "%s: ", p.File)
	}
	switch {
	case p.Key != "" && p.Value != "":
		fmt.Fprintf(&b, "%s = %s ", p.Key, p.Value)
	case p.Key != "":
		fmt.Fprintf(&b, "%s: ", p.Key)
	}
	b.WriteString(p.Message)
	return b.String()
}

// FromSet tells whether the problem lies in a --set rather than in a file.
func (p Problem) FromSet() bool { return strings.HasPrefix(p.File, setPrefix) }

// Problems are all that is wrong with a scenario: files first, by line, then the --set in their order.
type Problems []Problem

// shown is how many problems are printed; a list of services pasted one line off can give thousands.
const shown = 1000

// findings collect problems, as many as are shown; of the others they keep the number.
type findings struct {
	list Problems
	more int
}

// full tells whether a further problem is counted only, so that its words can be spared.
func (f *findings) full() bool { return len(f.list) >= shown }

// add records a problem.
func (f *findings) add(p Problem) {
	if f.full() {
		f.more++
		return
	}
	f.list = append(f.list, p)
}

// all returns the problems, the last of which tells how many more there are, if any.
func (f *findings) all() Problems {
	if f.more == 0 {
		return f.list
	}
	return append(f.list, Problem{rest: f.more})
}

// Error lists the problems one a line, at most a thousand.
func (ps Problems) Error() string {
	lines := make([]string, 0, min(len(ps), shown)+1)
	more := 0
	for _, p := range ps {
		switch {
		case p.rest > 0:
			more += p.rest
		case len(lines) == shown:
			more++
		default:
			lines = append(lines, p.Error())
		}
	}
	if more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(lines, "\n")
}

// sorted returns the problems in the order in which they are shown, each once.
func (ps Problems) sorted() Problems {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		switch {
		case a.rest > 0 || b.rest > 0:
			return cmp.Compare(a.rest, b.rest)
		case a.FromSet() && b.FromSet():
			return 0
		case a.FromSet():
			return 1
		case b.FromSet():
			return -1
		}
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	return slices.Compact(ps)
}

// Err returns the problems as an error, or nil when there are none.
func (ps Problems) Err() error {
	if len(ps) == 0 {
		return nil
	}
	return ps.sorted()
}

// plural counts things: "1 service is", "3 services are".
func plural(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}

// enumerate lists names in quotes, the first five of them.
func enumerate(names []string) string {
	const most = 5
	list := strings.Join(quoted(names[:min(len(names), most)]), ", ")
	if more := len(names) - most; more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	return list
}
