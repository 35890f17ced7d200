package model

// Services that are alike: for whom one template or one code holds.

// likenesses are the words for what makes services alike.
var likenesses = []string{"kind", "discipline", "hospital"}

const (
	sameKind = iota
	sameDiscipline
	sameHospital
)

// circles are the groups of services that are alike.
type circles struct {
	likeness int
	of       []int         // circle of each service
	members  [][]ServiceID // of each circle; a circle may be empty
}

// draw draws the circles of services that have something in common, and says whether they are others than before.
func (c *circles) draw(s *structure, likeness int) (others bool) {
	if c.of != nil && c.likeness == likeness {
		return false
	}
	c.likeness = likeness
	if c.of == nil {
		c.of, c.members = make([]int, s.n), make([][]ServiceID, max(s.n, len(KindNames)))
	}
	for k := range c.members {
		c.members[k] = c.members[k][:0]
	}
	for i := range c.of {
		k := 0
		switch likeness {
		case sameKind:
			k = int(s.config.Services[i].Kind)
		case sameDiscipline:
			k = s.discipline[i]
		}
		c.of[i] = k
		c.members[k] = append(c.members[k], ServiceID(i))
	}
	return true
}

// each visits the circles that have members.
func (c *circles) each(visit func(circle int)) {
	for k, members := range c.members {
		if len(members) > 0 {
			visit(k)
		}
	}
}
