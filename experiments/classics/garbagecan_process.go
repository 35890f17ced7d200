package classics

import (
	"math"
	"math/bits"
	"slices"
)

// garbageCan is an organisation into which choices, problems and decision makers come, and what has come of them. Who may go
// to the same choices goes to the same choice: problems with one row of the access structure are followed as a crowd, and
// so are decision makers with one row of the decision structure.
type garbageCan struct {
	active   uint64  // choices that are there and not made
	visited  uint64  // choices to which a problem has come
	spent    []int64 // energy, by choice
	deficit  []int64 // energy that was lacking at the end of the last period, by choice
	attached []int   // problems, by choice
	came     int     // problems that have come

	problems, makers []crowd

	resolution, oversight, flight       int // choices made, by style
	unsolved, shifts, latency, activity int // of problems
	makerShifts, choiceActivity         int
}

// A crowd is all who may go to the same choices.
type crowd struct {
	at     int   // the choice where it is
	here   int   // how many there are
	coming int   // how many of them have come this period
	energy int64 // that they spend together in a period
}

// nowhere is where a crowd is for which no choice is open.
const nowhere = -1

// run runs one case from the first period to the last.
func (g *garbageCan) run(c *canCase) {
	g.reset(c)
	for t := range c.periods {
		g.enter(c, t)
		g.moveProblems(c.access.rows)
		g.moveMakers(c.decision.rows)
		g.decide(c.load)
	}
}

// reset empties the organisation. Decision makers are there from the start.
func (g *garbageCan) reset(c *canCase) {
	choices := len(c.choices)
	*g = garbageCan{
		spent: cleared(g.spent, choices), deficit: cleared(g.deficit, choices), attached: cleared(g.attached, choices),
		problems: cleared(g.problems, len(c.access.rows)), makers: cleared(g.makers, len(c.decision.rows)),
		unsolved: len(c.problems),
	}
	for i := range g.makers {
		g.makers[i].at = nowhere
	}
	for i, row := range c.decision.of {
		g.makers[row].here++
		g.makers[row].energy += c.energy[i]
	}
}

// enter lets in the choice of period t, and the problems that come with it.
func (g *garbageCan) enter(c *canCase, t int) {
	for i := range g.problems {
		g.problems[i].coming = 0
	}
	if t >= len(c.choices) { // all have come
		return
	}
	g.active |= 1 << (c.choices[t] - 1)
	for ; g.came < len(c.problems) && g.came*len(c.choices) < (t+1)*len(c.problems); g.came++ {
		of := &g.problems[c.access.of[c.problems[g.came]-1]]
		of.here++
		of.coming++
	}
}

// moveProblems sends problems to the choice that seems nearest to a decision.
func (g *garbageCan) moveProblems(rows []uint64) {
	clear(g.attached)
	for i := range g.problems {
		p := &g.problems[i]
		if p.here == 0 {
			continue
		}
		from, to := p.at, g.nearest(rows[i])
		p.at = to
		if to == nowhere {
			g.latency += p.here
			continue
		}
		g.activity += p.here
		g.attached[to] += p.here
		g.visited |= 1 << to
		if from != to && from != nowhere {
			g.shifts += p.here - p.coming
		}
	}
}

// moveMakers sends decision makers there too; they spend their energy, which adds up. They see, as problems do, what was
// lacking at the end of the last period.
func (g *garbageCan) moveMakers(rows []uint64) {
	for i := range g.makers {
		m := &g.makers[i]
		from, to := m.at, g.nearest(rows[i])
		m.at = to
		if to == nowhere {
			continue
		}
		g.spent[to] += m.energy
		if from != to && from != nowhere {
			g.makerShifts += m.here
		}
	}
}

// nearest returns the choice with the smallest deficit of those in a row, the first of them at a tie.
func (g *garbageCan) nearest(row uint64) int {
	at, least := nowhere, int64(math.MaxInt64)
	for open := row & g.active; open != 0; open &= open - 1 {
		if j := bits.TrailingZeros64(open); g.deficit[j] < least {
			at, least = j, g.deficit[j]
		}
	}
	return at
}

// decide makes the choices for which as much energy has been spent as their problems ask for, and solves these.
func (g *garbageCan) decide(load int64) {
	made := uint64(0)
	for open := g.active; open != 0; open &= open - 1 {
		j := bits.TrailingZeros64(open)
		g.choiceActivity++
		g.deficit[j] = load*int64(g.attached[j]) - g.spent[j]
		if g.deficit[j] > 0 {
			continue
		}
		made |= 1 << j
		switch {
		case g.attached[j] > 0:
			g.resolution++
		case g.visited>>j&1 == 1:
			g.flight++
		default:
			g.oversight++
		}
	}
	if made == 0 {
		return
	}
	g.active &^= made
	for i := range g.problems {
		if p := &g.problems[i]; p.here > 0 && p.at != nowhere && made>>p.at&1 == 1 {
			g.unsolved -= p.here
			p.here = 0
		}
	}
}

// cleared returns n zero values in the memory of s.
func cleared[T any](s []T, n int) []T {
	s = slices.Grow(s[:0], n)[:n]
	clear(s)
	return s
}
