package classics

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"polesim/scenarios"
)

// all324 leaves something open: all that the paper tries is run.
const all324 = "all"

// mostInCan is how many choices, problems or decision makers there may be: choices fit in a word.
const mostInCan = 64

// unit is what energy is counted in, a billionth, so that sums of it are exact: who goes where is decided by ties.
const unit = 1e9

// canSettings are all cases that a setting leaves open.
type canSettings struct {
	loads            []int64   // in units
	energies         [][]int64 // by decision maker, in units, as far as it is of use
	access, decision []canStructure
	choiceOrders     [][]int // in which choices enter
	problemOrders    [][]int
	periods          int
}

// A canCase is one of them.
type canCase struct {
	load             int64
	energy           []int64
	access, decision *canStructure
	choices          []int // in the order in which they enter, one a period
	problems         []int // in theirs, evenly over the same periods
	periods          int
}

// A canStructure says who may go to which choices. Many may go to the same.
type canStructure struct {
	rows []uint64 // sets of choices, each once
	of   []int    // the row of each problem, or decision maker
}

// cases is how many there are.
func (s *canSettings) cases() int {
	return len(s.choiceOrders) * len(s.problemOrders) * len(s.loads) * len(s.energies) * len(s.access) * len(s.decision)
}

// at returns case k, again from the first after the last.
func (s *canSettings) at(k int) canCase {
	digit := func(of int) int {
		d := k % of
		k /= of
		return d
	}
	return canCase{
		decision: &s.decision[digit(len(s.decision))],
		access:   &s.access[digit(len(s.access))],
		energy:   s.energies[digit(len(s.energies))],
		load:     s.loads[digit(len(s.loads))],
		problems: s.problemOrders[digit(len(s.problemOrders))],
		choices:  s.choiceOrders[digit(len(s.choiceOrders))],
		periods:  s.periods,
	}
}

// newCanSettings reads what a user set. Texts have been checked one by one; here they must go together.
func newCanSettings(v Values) (*canSettings, error) {
	s := &canSettings{periods: v.Count("periods")}
	makers, coefficient := v.Count("makers"), v.Number("coefficient")
	s.choiceOrders = parsed(choiceOrders, v.Text("choice_order"))
	s.problemOrders = parsed(problemOrders, v.Text("problem_order"))
	choices, problems := len(s.choiceOrders[0]), len(s.problemOrders[0])
	for _, load := range parsed(loads, v.Text("load")) {
		s.loads = append(s.loads, units(load))
	}
	for _, of := range parsed(energies, v.Text("energy")) {
		each, err := of(makers)
		if err != nil {
			return nil, v.mismatch("energy", "%v", err)
		}
		for i, e := range each {
			each[i] = float64(e * coefficient)
		}
		s.energies = append(s.energies, unitsOf(each))
	}
	for _, side := range []struct {
		name, who string
		members   int
		into      *[]canStructure
	}{{"access", "problems", problems, &s.access}, {"decision", "decision makers", makers, &s.decision}} {
		for _, of := range parsed(structures, v.Text(side.name)) {
			rows, err := of(side.members, choices)
			if err != nil {
				return nil, v.mismatch(side.name, "%v for %d %s and %d choices", err, side.members, side.who, choices)
			}
			*side.into = append(*side.into, newCanStructure(rows))
		}
	}
	return s, nil
}

// newCanStructure lists the rows that differ.
func newCanStructure(rows []uint64) (s canStructure) {
	place := map[uint64]int{}
	for _, row := range rows {
		at, known := place[row]
		if !known {
			at = len(s.rows)
			place[row] = at
			s.rows = append(s.rows, row)
		}
		s.of = append(s.of, at)
	}
	return s
}

func units(energy float64) int64 { return int64(math.Round(energy * unit)) }

func unitsOf(energies []float64) (in []int64) {
	for _, e := range energies {
		in = append(in, units(e))
	}
	return in
}

// checks turns a reader of texts into one that only says what is wrong.
func checks[T any](read func(text string) ([]T, error)) func(text string) error {
	return func(text string) error {
		_, err := read(text)
		return err
	}
}

// parsed reads a text that has been checked.
func parsed[T any](read func(text string) ([]T, error), text string) []T {
	of, err := read(text)
	if err != nil {
		panic(err)
	}
	return of
}

// A named alternative is one that the paper tries.
type named[T any] struct {
	name string
	what T
}

// namedOf returns what a name stands for, all of the list for "all"; false if it is no name of the list.
func namedOf[T any](text string, list []named[T]) (found []T, is bool) {
	for _, n := range list {
		if text == n.name || text == all324 {
			found = append(found, n.what)
		}
	}
	return found, len(found) > 0
}

// neither is the error of a text that is no name of a list and has not the form that it may have otherwise.
func neither[T any](text, form string, list []named[T]) error {
	names := []string{all324}
	for _, n := range list {
		names = append(names, n.name)
	}
	return fmt.Errorf("is none of %s, and not %s.%s", strings.Join(names, ", "), form, scenarios.DidYouMean(text, names))
}

// loads reads the energy that each problem asks for.
func loads(text string) ([]float64, error) {
	of := []named[float64]{{"light", 1.1}, {"moderate", 2.2}, {"heavy", 3.3}}
	if found, is := namedOf(text, of); is {
		return found, nil
	}
	if x, err := strconv.ParseFloat(text, 64); err == nil && x >= 0 && x <= 1000 {
		return []float64{x}, nil
	}
	return nil, neither(text, "a number from 0 to 1000", of)
}

// energiesOf is the energy of each of so many decision makers, or that it is told for another number of them.
type energiesOf func(makers int) ([]float64, error)

// energies reads the energy of decision makers. Whoever they are, they have as much in all.
func energies(text string) ([]energiesOf, error) {
	each := func(of func(i, makers int) float64) energiesOf {
		return func(makers int) ([]float64, error) {
			e := make([]float64, makers)
			for i := range e {
				e[i] = of(i, makers) / float64(makers)
			}
			return e, nil
		}
	}
	of := []named[energiesOf]{
		{"increasing", each(func(i, makers int) float64 { return float64(i + 1) })},
		{"equal", each(func(_, makers int) float64 { return float64(makers+1) / 2 })},
		{"decreasing", each(func(i, makers int) float64 { return float64(makers - i) })},
	}
	if found, is := namedOf(text, of); is {
		return found, nil
	}
	var list []float64
	for word := range strings.SplitSeq(text, ",") {
		x, err := strconv.ParseFloat(strings.TrimSpace(word), 64)
		if err != nil || !(x >= 0 && x <= 1000) {
			return nil, neither(text, "numbers from 0 to 1000 with commas between", of)
		}
		list = append(list, x)
	}
	return []energiesOf{func(makers int) ([]float64, error) {
		if len(list) != makers {
			return nil, fmt.Errorf("has %d numbers for %d decision makers (makers)", len(list), makers)
		}
		return append([]float64(nil), list...), nil
	}}, nil
}

// rowsOf is the choices of each of so many members, as sets, or that it is told for another number of either.
type rowsOf func(members, choices int) ([]uint64, error)

var errOtherSize = errors.New("has not the rows and columns")

// structures reads who may go to which choices. In the paper's structures, choices go down in importance, and so do members:
// in a hierarchy one may go to choices of one's own rank and below.
func structures(text string) ([]rowsOf, error) {
	each := func(of func(rank, choices int) uint64) rowsOf {
		return func(members, choices int) ([]uint64, error) {
			rows := make([]uint64, members)
			for i := range rows {
				rows[i] = of(i*choices/members, choices)
			}
			return rows, nil
		}
	}
	everything := func(choices int) uint64 { return ^uint64(0) >> (mostInCan - choices) }
	specialised := each(func(rank, _ int) uint64 { return 1 << rank })
	of := []named[rowsOf]{
		{"unsegmented", each(func(_, choices int) uint64 { return everything(choices) })},
		{"hierarchical", each(func(rank, choices int) uint64 { return everything(choices) &^ (1<<rank - 1) })},
		{"specialised", specialised},
	}
	if found, is := namedOf(text, of); is {
		return found, nil
	}
	if text == "specialized" { // as the paper spells it
		return []rowsOf{specialised}, nil
	}
	lines := strings.Split(text, "/")
	list := make([]uint64, len(lines))
	for i, line := range lines {
		if len(line) != len(lines[0]) || line == "" || len(line) > mostInCan || strings.Trim(line, "01") != "" {
			return nil, neither(text, "rows of 0 and 1, all as long, with / between", of)
		}
		for j, c := range line {
			if c == '1' {
				list[i] |= 1 << j
			}
		}
	}
	return []rowsOf{func(members, choices int) ([]uint64, error) {
		if len(list) != members || len(lines[0]) != choices {
			return nil, errOtherSize
		}
		return list, nil
	}}, nil
}

// choiceOrders reads the order in which choices enter.
func choiceOrders(text string) ([][]int, error) {
	return orders(text, []named[[]int]{
		{"1", []int{10, 7, 9, 5, 2, 3, 4, 1, 6, 8}},
		{"2", []int{6, 5, 2, 10, 8, 9, 7, 4, 1, 3}},
	})
}

// problemOrders reads the order in which problems enter.
func problemOrders(text string) ([][]int, error) {
	return orders(text, []named[[]int]{
		{"1", []int{8, 20, 14, 16, 6, 7, 15, 17, 2, 13, 11, 19, 4, 9, 3, 12, 1, 10, 5, 18}},
		{"2", []int{4, 14, 11, 20, 3, 5, 2, 12, 1, 6, 8, 19, 7, 15, 16, 17, 10, 18, 9, 13}},
	})
}

// orders reads an order: a name, or the numbers from 1 on, each once.
func orders(text string, of []named[[]int]) ([][]int, error) {
	if found, is := namedOf(text, of); is {
		return found, nil
	}
	words := strings.Split(text, ",")
	order, seen := make([]int, len(words)), make([]bool, len(words))
	for i, word := range words {
		n, err := strconv.Atoi(strings.TrimSpace(word))
		if err != nil || n < 1 || n > len(words) || len(words) > mostInCan || seen[n-1] {
			return nil, neither(text, fmt.Sprintf("the whole numbers from 1 to at most %d, each once, with commas between", mostInCan), of)
		}
		order[i], seen[n-1] = n, true
	}
	return [][]int{order}, nil
}
