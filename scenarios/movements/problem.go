package movements

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Problem is one thing to mend in one place of a file.
type Problem struct {
	File   string
	Line   int    // from 1; 0: the file as a whole
	Column int    // number of the cell in its row, from 1; 0: the row as a whole
	Text   string // what is wrong, what was expected, what to do
}

// String returns the problem as file:line:column: text.
func (p Problem) String() string {
	switch {
	case p.Line == 0:
		return fmt.Sprintf("%s: %s", p.File, p.Text)
	case p.Column == 0:
		return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text)
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Text)
}

// An InputError lists what is wrong with the files or options given: a user's mistake, not a failure.
type InputError struct {
	Problems []Problem      // at most 20 per file, sorted by line
	More     map[string]int // by file: problems found beyond those
}

// Error returns a line per problem.
func (e *InputError) Error() string {
	var lines []string
	for i, p := range e.Problems {
		lines = append(lines, p.String())
		if more := e.More[p.File]; more > 0 && (i+1 == len(e.Problems) || e.Problems[i+1].File != p.File) {
			lines = append(lines, fmt.Sprintf("%s: … and %s more", p.File, grouped(float64(more))))
		}
	}
	return strings.Join(lines, "\n")
}

const (
	shownProblems = 20     // per file
	maxProblems   = 10_000 // after which a file is not read further
)

// problems collects what is wrong with one file.
type problems struct {
	file  string
	list  []Problem
	total int
	fatal bool
}

func (p *problems) add(line, column int, format string, args ...any) {
	p.total++
	if len(p.list) < shownProblems {
		p.list = append(p.list, Problem{p.file, line, column, fmt.Sprintf(format, args...)})
	}
}

// stop adds a problem after which reading further makes no sense.
func (p *problems) stop(line, column int, format string, args ...any) {
	p.fatal = true
	p.add(line, column, format, args...)
}

func (p *problems) full() bool { return p.fatal || p.total >= maxProblems }

// inputError gathers the problems of several files, or returns nil if there are none.
func inputError(files ...*problems) error {
	e := &InputError{More: map[string]int{}}
	for _, p := range files {
		slices.SortStableFunc(p.list, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
		e.Problems = append(e.Problems, p.list...)
		if hidden := p.total - len(p.list); hidden > 0 {
			e.More[p.file] = hidden
		}
	}
	if len(e.Problems) == 0 {
		return nil
	}
	return e
}
