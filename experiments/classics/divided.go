package classics

// checkDivision says whether n practices can be divided evenly among departments; name is the parameter that says how many.
func checkDivision(v Values, name string, n, departments int) error {
	if n%departments != 0 {
		return v.mismatch("N", "= %d cannot be divided evenly among %s = %d", n, name, departments)
	}
	return nil
}

// parts is what each department's part is worth at each place of a divided landscape, for searchers who come back to the
// same few places often. A place is the practices of all departments, those of the first in the lowest bits.
type parts struct {
	own   [][]float64 // by department and place: mean contribution of its practices
	whole []float64   // by place: mean of all
	span
}

// look fills in all places.
func (p *parts) look(r *rugged) {
	if p.own == nil {
		p.whole = make([]float64, 1<<r.n)
		p.own = make([][]float64, r.services)
		for d := range p.own {
			p.own[d] = make([]float64, 1<<r.n)
		}
	}
	p.span = newSpan()
	r.everywhere(func() {
		at := uint64(0)
		for d := range r.services {
			at |= r.practices.Word(d) << (d * r.size)
		}
		for d := range r.services {
			p.own[d][at] = r.practices.Care(d)
		}
		p.whole[at] = r.fitness()
		p.reach(p.whole[at])
	})
}

// relativeAt is where a place stands between the worst and the best of the landscape.
func (p *parts) relativeAt(place uint64) float64 { return p.relative(p.whole[place]) }
